//! Limits on the work of overlays: a query of one line can take any amount.

/// The remaining steps and nodes of all overlays of a run.
pub struct Budget {
    /// Nodes that may still be visited, compared, copied or moved.
    steps: u64,
    /// Nodes that may still be added to the description.
    nodes: usize,
}

/// The most steps of all actions of a run.
pub const MAX_STEPS: u64 = 100_000_000;

/// The most nodes that overlays may add to a description.
const MAX_ADDED: usize = 1_000_000;

/// The most nodes of a list with duplicates.
pub const MAX_DUPLICATES: usize = 1_000_000;

/// A limit that an overlay exceeds.
#[derive(Debug)]
pub enum OverLimit {
    /// [`MAX_STEPS`]
    Steps,
    /// [`MAX_ADDED`]
    Added,
    /// [`MAX_DUPLICATES`]
    Duplicates,
}

impl Default for Budget {
    fn default() -> Self {
        Self {
            steps: MAX_STEPS,
            nodes: MAX_ADDED,
        }
    }
}

impl Budget {
    /// Takes steps, before the work is done.
    pub fn steps(&mut self, count: usize) -> Result<(), OverLimit> {
        let remaining = self.steps.checked_sub(count as u64);
        self.steps = remaining.unwrap_or(0);
        remaining.map(|_| ()).ok_or(OverLimit::Steps)
    }

    /// Takes nodes, before they are added; each is also a step.
    pub fn nodes(&mut self, count: usize) -> Result<(), OverLimit> {
        self.nodes = self.nodes.checked_sub(count).ok_or(OverLimit::Added)?;
        self.steps(count)
    }

    /// A budget of fewer steps.
    #[cfg(test)]
    pub fn with_steps(steps: u64) -> Self {
        Self {
            steps,
            ..Self::default()
        }
    }

    /// The remaining steps.
    #[cfg(test)]
    pub fn remaining(&self) -> u64 {
        self.steps
    }
}

impl std::fmt::Display for OverLimit {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Steps => write!(
                out,
                "applying the overlays takes more than {MAX_STEPS} steps"
            ),
            Self::Added => write!(out, "the overlays add more than {MAX_ADDED} nodes"),
            Self::Duplicates => write!(
                out,
                "`count()` or `value()` is applied to more than {MAX_DUPLICATES} nodes"
            ),
        }
    }
}
