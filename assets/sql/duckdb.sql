-- Folds a bill in the columns of FOCUS 1.1 or 1.2 into rows of workloads, for DuckDB: CSV or Parquet, of any size.
--   duckdb -csv -c "create view bill as from 'bill.parquet'; $(cat assets/sql/duckdb.sql)" > rows.csv
-- For CSV: create view bill as from read_csv('bill.csv', all_varchar = true)
--
-- A row for each month, account and card; the columns after card are drivers. Price the rows of one card: put
-- where card = 'aws-kms' before order by. Levels are those of a whole month, which the bill must cover. Equal amounts in
-- every region become so many secrets in so many regions, as whatif import does. The 10,000 free findings have no row in
-- a bill and are added. A meter more is a line more.
with meters (service, meter, card, driver) as (
  values
    ('AWS Secrets Manager', 'AWSSecretsManager-Secrets', 'aws-secrets-manager', 'secrets'),
    ('AWS Secrets Manager', 'AWSSecretsManager-Secret', 'aws-secrets-manager', 'secrets'),
    ('AWS Secrets Manager', 'AWSSecretsManagerAPIRequest', 'aws-secrets-manager', 'calls'),
    ('AWS Secrets Manager', 'AWSSecretsManager-APIRequests', 'aws-secrets-manager', 'calls'),
    ('AWS Key Management Service', 'KMS-Keys', 'aws-kms', 'keys'),
    ('AWS Key Management Service', 'KMS-Requests', 'aws-kms', 'key_ops'),
    ('AWS Systems Manager', 'PS-Param-Processed-Tier2', 'aws-parameter-store', 'calls'),
    ('AWS Security Hub', 'PaidComplianceCheck', 'aws-security-hub', 'security_checks'),
    ('AWS Security Hub', 'FreeComplianceCheck', 'aws-security-hub', 'security_checks'),
    ('AWS Security Hub', 'OtherProduct:PaidFindingsIngestion', 'aws-security-hub', 'findings'),
    ('Amazon GuardDuty', 'PaidEventsAnalyzed', 'aws-guardduty', 'audit_events'),
    ('Amazon GuardDuty', 'PaidEventsAnalyzed-Bytes', 'aws-guardduty', 'log_gb'),
    ('Key Vault', 'Operations', 'azure-key-vault', 'calls'),
    ('Key Vault', 'Advanced Key Operations', 'azure-key-vault', 'key_ops'),
    ('Key Vault', 'Certificate Renewal Request', 'azure-key-vault', 'certificate_renewals'),
    ('Key Vault', 'Automated Key Rotation', 'azure-key-vault', 'key_rotations'),
    ('Key Vault', 'Premium HSM-protected RSA 2048-bit key', 'azure-key-vault', 'keys'),
    ('Sentinel', 'Pay-as-you-go Analysis', 'microsoft-sentinel', 'log_gb'),
    ('Secret Manager', 'Secret version replica storage', 'gcp-secret-manager', 'secrets'),
    ('Secret Manager', 'Secret access operations', 'gcp-secret-manager', 'calls'),
    ('Secret Manager', 'Secret rotate operations', 'gcp-secret-manager', 'rotations'),
    ('Cloud Key Management Service (KMS)', 'Active software symmetric key versions', 'gcp-kms', 'keys'),
    ('Cloud Key Management Service (KMS)', 'Cryptographic operations with a software symmetric key', 'gcp-kms', 'key_ops')
),
rows_of_usage as (
  select
    try_cast(ChargePeriodStart as timestamp) as at_time,
    SubAccountId as account,
    RegionId as region,
    nullif(ResourceId, '') as resource,
    ServiceName as service,
    regexp_replace(SkuMeter, '^(USE[12]|USW[12]|CAN[12]|EU|EU[WCNS][1-3]|APN[1-3]|APS[1-7]|APE[12]|SAE1|AFS1|ME[SC]1|ILC1|MXC1|UG[WE]1|CN[NW]1|[a-z]+(-[a-z]+)+-[0-9]+)-', '') as meter,
    try_cast(ConsumedQuantity as decimal(38, 12)) as consumed,
    try_cast(PricingQuantity as decimal(38, 12)) as priced,
    try_cast(ListUnitPrice as decimal(38, 12)) as unit_price,
    try_cast(ListCost as decimal(38, 12)) as list_cost,
    coalesce(try_cast(x_PricingBlockSize as decimal(38, 12)), 1) as block
  from bill
  where ChargeCategory = 'Usage' and coalesce(ChargeClass, '') <> 'Correction'
),
usage_by_region as (
  select
    strftime(at_time, '%Y-%m') as month,
    account,
    meters.card,
    meters.driver,
    region,
    -- Where the cost is nearer to price × quantity × block than to price × quantity, the quantity was divided by the
    -- block twice, and the cost says what it was. A cost that was rounded says nothing.
    sum(case
      when block <> 1 and unit_price <> 0 and list_cost <> 0
        and abs(list_cost / unit_price - priced * block) < abs(list_cost / unit_price - priced)
        then cast(list_cost / unit_price * block as decimal(38, 6))
      else cast(consumed as decimal(38, 6))
    end) as quantity
  from rows_of_usage
  join meters on meters.service = rows_of_usage.service and meters.meter = rows_of_usage.meter
  group by 1, 2, 3, 4, 5
),
resources_by_driver as (
  select strftime(at_time, '%Y-%m') as month, account, meters.card, meters.driver, count(distinct resource) as resources
  from rows_of_usage
  join meters on meters.service = rows_of_usage.service and meters.meter = rows_of_usage.meter
  group by 1, 2, 3, 4
),
usage_by_driver as (
  select
    month, account, card, driver,
    sum(quantity) as quantity,
    min(quantity) as least_quantity,
    max(quantity) as most_quantity,
    count(*) as regions
  from usage_by_region
  group by 1, 2, 3, 4
),
all_of_it as (
  select usage_by_driver.*, resources_by_driver.resources
  from usage_by_driver
  join resources_by_driver
    on resources_by_driver.month = usage_by_driver.month
    and resources_by_driver.account = usage_by_driver.account
    and resources_by_driver.card = usage_by_driver.card
    and resources_by_driver.driver = usage_by_driver.driver
)
select
  month, account, card,
  cast(coalesce(max(case when driver = 'secrets' then case when card = 'aws-secrets-manager' and least_quantity = most_quantity then least_quantity else quantity end end), 0) as decimal(38, 6)) as secrets,
  cast(coalesce(max(case when driver = 'calls' then quantity end), 0) as decimal(38, 6)) as calls,
  cast(coalesce(max(case when driver = 'keys' then case when card = 'aws-kms' and resources > 0 and quantity >= resources then resources else quantity end end), 0) as decimal(38, 6)) as keys,
  cast(coalesce(max(case when driver = 'key_ops' then quantity end), 0) as decimal(38, 6)) as key_ops,
  cast(coalesce(max(case when driver = 'rotations' then quantity end), 0) as decimal(38, 6)) as rotations,
  cast(coalesce(max(case when driver = 'certificate_renewals' then quantity end), 0) as decimal(38, 6)) as certificate_renewals,
  cast(coalesce(max(case when driver = 'key_rotations' then quantity end), 0) as decimal(38, 6)) as key_rotations,
  cast(coalesce(max(case when driver = 'security_checks' then quantity end), 0) as decimal(38, 6)) as security_checks,
  cast(coalesce(max(case when driver = 'findings' then quantity + 10000 * regions end), 0) as decimal(38, 6)) as findings,
  cast(coalesce(max(case when driver = 'audit_events' then quantity end), 0) as decimal(38, 6)) as audit_events,
  cast(coalesce(max(case when driver = 'log_gb' then quantity end), 0) as decimal(38, 6)) as log_gb,
  cast(max(case when driver = 'secrets' and card = 'aws-secrets-manager' and least_quantity = most_quantity then regions else 1 end) as decimal(38, 6)) as regions,
  cast(max(case when driver = 'keys' and card = 'aws-kms' and resources > 0 and quantity >= resources then quantity / resources else 1 end) as decimal(38, 6)) as versions_per_key
from all_of_it
group by month, account, card
order by month, account, card
