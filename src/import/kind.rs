//! The kinds of files.

/// A kind of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A plan or state of Terraform or `OpenTofu`, as JSON.
    Terraform,
    /// Manifests of Kubernetes, as YAML or JSON.
    Kubernetes,
    /// Samples of requests, as a table.
    Metrics,
    /// Samples of requests, as Prometheus answers a range query.
    Prometheus,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Terraform, Self::Kubernetes, Self::Metrics, Self::Prometheus];

    /// The name that `--as` takes.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Terraform => "terraform",
            Self::Kubernetes => "kubernetes",
            Self::Metrics => "metrics",
            Self::Prometheus => "prometheus",
        }
    }

    /// The word for what it has many of.
    #[must_use]
    pub const fn unit(self) -> &'static str {
        match self {
            Self::Terraform => "resource",
            Self::Kubernetes => "object",
            Self::Prometheus => "sample",
            Self::Metrics => "row",
        }
    }
}
