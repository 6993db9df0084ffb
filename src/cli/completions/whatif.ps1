# Completion of whatif in PowerShell: the program itself says how the word under the cursor can go on.
Register-ArgumentCompleter -Native -CommandName whatif -ScriptBlock {
    param($typed, $line, $cursor)
    $words = @($line.CommandElements | Select-Object -Skip 1 | Where-Object { $_.Extent.EndOffset -lt $cursor } | ForEach-Object { $_.ToString() })
    whatif __complete "--typed=$typed" -- @words 2>$null | ForEach-Object {
        $value, $help = $_ -split "`t", 2
        # Without a candidate, PowerShell completes the names of files.
        if ($value -ne ':files' -and $value -ne ':folders') {
            if (-not $help) { $help = $value }
            [System.Management.Automation.CompletionResult]::new($value, $value, 'ParameterValue', $help)
        }
    }
}
