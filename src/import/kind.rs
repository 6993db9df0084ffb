//! The kinds of files.

/// A kind of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A plan or state of Terraform or `OpenTofu`, as JSON.
    Terraform,
    /// A template of `CloudFormation`, as JSON or YAML.
    CloudFormation,
    /// Manifests of Kubernetes, as YAML or JSON.
    Kubernetes,
    /// Samples of requests, as a table.
    Metrics,
    /// Samples of requests, as Prometheus answers a range query.
    Prometheus,
    /// A bill in the columns of FOCUS.
    Focus,
    /// A cost and usage report of AWS.
    AwsCur,
    /// Cost details of Azure.
    AzureCost,
    /// An export of Google's costs.
    GoogleCost,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Terraform,
        Self::CloudFormation,
        Self::Kubernetes,
        Self::Metrics,
        Self::Prometheus,
        Self::Focus,
        Self::AwsCur,
        Self::AzureCost,
        Self::GoogleCost,
    ];

    /// The name that `--as` takes.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Terraform => "terraform",
            Self::Kubernetes => "kubernetes",
            Self::Metrics => "metrics",
            Self::Prometheus => "prometheus",
            Self::CloudFormation => "cloudformation",
            Self::Focus => "focus",
            Self::AwsCur => "aws-cur",
            Self::AzureCost => "azure-cost",
            Self::GoogleCost => "google-cost",
        }
    }

    /// The word for what it has many of.
    #[must_use]
    pub const fn unit(self) -> &'static str {
        match self {
            Self::Terraform | Self::CloudFormation => "resource",
            Self::Kubernetes => "object",
            Self::Prometheus => "sample",
            Self::Metrics | Self::Focus | Self::AwsCur | Self::AzureCost | Self::GoogleCost => {
                "row"
            }
        }
    }
}
