//! The operations of the API, and the rows of their list.

use super::{Selection, Then, Verbs, then};
use crate::{
    app::{Model, call::Surroundings, field::TextField},
    orcid::operations::{self, Operation, Verdict},
};

/// The operations of the API.
#[derive(Clone, Debug, Default)]
pub struct Operations {
    /// Filters the rows.
    pub filter: TextField,
    /// The chosen row; headings cannot be chosen.
    pub selection: Selection,
}

impl Verbs for Operations {
    fn step(&mut self, by: isize, _rows: usize) -> Then {
        then(move |turn| turn.operations_step(by))
    }

    fn field(&mut self) -> Option<&mut TextField> {
        Some(&mut self.filter)
    }

    fn edited(&mut self) -> Then {
        self.selection.row = 0;
        self.step(0, 0)
    }

    fn activate(&mut self) -> Then {
        then(|turn| turn.operation_chosen())
    }

    fn enter(&self, _model: &Model) -> Option<String> {
        Some("prepare it".to_owned())
    }
}

/// A row of the list of operations.
#[derive(Clone, Debug)]
pub enum OperationRow {
    /// A heading; it cannot be chosen.
    Group(&'static str),
    /// An operation, and whether the token may do it.
    Operation(&'static Operation, Verdict),
}

/// The rows that match what was typed: every word of it stands in the name, the path or the description.
pub fn operation_rows(model: &Model, dialog: &Operations) -> Vec<OperationRow> {
    let around = Surroundings::of(model);
    let typed = dialog.filter.text().to_lowercase();
    let matches = |operation: &Operation| {
        let Operation { name, group, about, method, path, scope, .. } = operation;
        let scope = scope.as_deref().unwrap_or_default();
        let text = format!("{name} {group} {about} {method} {path} {scope}").to_lowercase();
        typed.split_whitespace().all(|word| text.contains(word))
    };
    let mut rows = Vec::new();
    let mut group = "";
    for operation in operations::all().iter().filter(|operation| matches(operation)) {
        if operation.group != group {
            group = &operation.group;
            rows.push(OperationRow::Group(group));
        }
        rows.push(OperationRow::Operation(operation, around.holder.may(operation)));
    }
    rows
}
