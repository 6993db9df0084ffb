//! Files read one after the other into one import.

use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::ControlFlow;

use super::bill::{self, Bills};
use super::cloudformation;
use super::data::{Import, ImportedFile, Progress};
use super::draft::Draft;
use super::error::ImportError;
use super::kind::Kind;
use super::kubernetes::Manifests;
use super::metrics::{self, Hints, Metrics};
use super::recognise::recognise;
use super::source::{Meter, Source};
use super::terraform;

/// A question about files.
pub struct Request<'a> {
    /// The kind of all files. Each is recognised by its content if `None`.
    pub kind: Option<Kind>,
    /// The facts about metrics that their files lack.
    pub metrics: Hints,
    /// Hears how far it has come, and can stop it.
    pub progress: &'a mut dyn FnMut(Progress) -> ControlFlow<()>,
}

/// Reads files. Nothing is imported if one cannot be read.
pub fn read(sources: Vec<Source<'_>>, request: &mut Request<'_>) -> Result<Import, ImportError> {
    let mut draft = Draft::default();
    let mut manifests = Manifests::default();
    let mut bills = Bills::default();
    let mut measured = Metrics::default();
    let of: Option<Vec<u64>> = sources.iter().map(|source| source.size).collect();
    let of = of.map(|all| all.iter().sum());
    let meter = Meter::new(of, &mut *request.progress);
    let meter = RefCell::new(meter);
    let mut contents = HashMap::new();
    for source in sources {
        let name = source.name.clone();
        let input = source.open(&meter)?;
        let kind = match request.kind {
            Some(kind) => kind,
            None => recognise(&name, &input.head, &request.metrics)?,
        };
        let count = match kind {
            Kind::Terraform => terraform::read(&name, input, &mut draft)?,
            Kind::Kubernetes => manifests.read(&name, input)?,
            Kind::Metrics => {
                let into = (&mut measured, &mut draft);
                metrics::read_table(&name, input, &meter, &request.metrics, into)?
            }
            Kind::CloudFormation => cloudformation::read(&name, input, &mut draft)?,
            Kind::Focus | Kind::AwsCur | Kind::AzureCost | Kind::GoogleCost => {
                bill::read(&name, kind, input, &meter, &mut bills, &mut draft)?
            }
            Kind::Prometheus => {
                let into = (&mut measured, &mut draft);
                metrics::read_prometheus(&name, input, &request.metrics, into)?
            }
        };
        let content = meter.borrow_mut().end_file();
        if let Some(former) = contents.insert(content, name.clone())
            && kind != Kind::Kubernetes
        {
            let note = format!("{name}: it has the same content as {former}, and both count");
            draft.notes.insert(note);
        }
        draft.files.push(ImportedFile { name, kind, count });
    }
    manifests.settle(&mut draft)?;
    // What was measured takes the place of what manifests would come to.
    measured.settle(&mut draft)?;
    draft.billed = bills.settle(&mut draft)?;
    draft.finish()
}
