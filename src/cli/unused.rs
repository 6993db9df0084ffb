//! Flags that an answer takes although they change nothing in it, so that one bundle of flags goes with every
//! command. A note says which.

use clap::Args;

/// Notes on what has no effect on an answer.
#[derive(Debug)]
pub struct Notes {
    command: &'static str,
    texts: Vec<String>,
}

/// Changes within the period, for answers about a steady workload.
#[derive(Debug, Args)]
pub struct UnusedEvents {
    #[arg(long, value_name = "TIME DRIVER=VALUE", hide = true)]
    event: Vec<String>,
}

/// An amount that totals are held against, for answers that hold none.
#[derive(Debug, Args)]
pub struct UnusedBudget {
    #[arg(long, value_name = "AMOUNT", allow_negative_numbers = true, hide = true)]
    budget: Option<String>,
}

/// Samples of ranges, for answers that draw none.
#[derive(Debug, Args)]
pub struct UnusedSamples {
    #[arg(long, value_name = "N", hide = true)]
    seed: Option<String>,

    #[arg(long, value_name = "N", hide = true)]
    samples: Option<String>,
}

/// All of them, for answers about a steady workload and its likely values that hold no total against an amount.
#[derive(Debug, Args)]
pub struct UnusedArgs {
    #[command(flatten)]
    events: UnusedEvents,

    #[command(flatten)]
    budget: UnusedBudget,

    #[command(flatten)]
    samples: UnusedSamples,
}

impl Notes {
    /// No notes on the answer of a command.
    pub const fn new(command: &'static str) -> Self {
        Self { command, texts: Vec::new() }
    }

    /// Adds that a flag has no effect, and why, if it is given.
    pub fn add_if(&mut self, is_given: bool, flag: &str, why: &str) {
        if is_given {
            self.texts.push(format!("{flag} has no effect on {}: {why}", self.command));
        }
    }

    /// Adds notes on events.
    pub fn events(&mut self, unused: &UnusedEvents) {
        let why = "it answers for a workload that does not change within the period";
        self.add_if(!unused.event.is_empty(), "--event", why);
    }

    /// Adds notes on a budget.
    pub fn budget(&mut self, unused: &UnusedBudget) {
        let why = "it holds no total against an amount";
        self.add_if(unused.budget.is_some(), "--budget", why);
    }

    /// Adds notes on samples.
    pub fn samples(&mut self, unused: &UnusedSamples) {
        let why = "it takes the likely value of a range and draws no samples";
        self.add_if(unused.seed.is_some(), "--seed", why);
        self.add_if(unused.samples.is_some(), "--samples", why);
    }

    /// Adds notes on events, a budget and samples.
    pub fn unused(&mut self, unused: &UnusedArgs) {
        self.events(&unused.events);
        self.budget(&unused.budget);
        self.samples(&unused.samples);
    }

    /// Adds notes on drivers that are set and that no total depends on.
    pub fn unread(&mut self, drivers: &[&str]) {
        for driver in drivers {
            let flag = format!("--set {driver}");
            self.add_if(true, &flag, "no total here depends on it");
        }
    }

    /// The notes, in the order in which they were added.
    pub fn texts(&self) -> &[String] {
        &self.texts
    }
}
