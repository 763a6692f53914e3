//! Limits on the work of applying overlays: a line of an overlay can ask for any amount.

/// What all overlays of a run may still take.
pub struct Budget {
    /// Nodes that are visited, compared, copied or moved.
    steps: u64,
    /// Nodes that are added to the description.
    nodes: usize,
}

/// Steps for all actions of a run.
pub const MAX_STEPS: u64 = 50_000_000;

/// How many nodes overlays may add to a description.
const MAX_ADDED: usize = 1_000_000;

/// The work or the size is over the limit.
#[derive(Debug)]
pub struct OverLimit;

impl Default for Budget {
    fn default() -> Self {
        Self {
            steps: MAX_STEPS,
            nodes: MAX_ADDED,
        }
    }
}

impl Budget {
    /// Takes steps, before they are done.
    pub fn steps(&mut self, count: usize) -> Result<(), OverLimit> {
        let left = self.steps.checked_sub(count as u64);
        self.steps = left.unwrap_or(0);
        left.map(|_| ()).ok_or(OverLimit)
    }

    /// Takes nodes that will be added; each is a step, too.
    pub fn nodes(&mut self, count: usize) -> Result<(), OverLimit> {
        self.steps(count)?;
        self.nodes = self.nodes.checked_sub(count).ok_or(OverLimit)?;
        Ok(())
    }

    /// How many steps have been taken.
    #[cfg(test)]
    pub fn taken(&self) -> u64 {
        MAX_STEPS - self.steps
    }
}

impl std::fmt::Display for OverLimit {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            out,
            "the overlays take more than {} million steps to apply, or add more than a million nodes",
            MAX_STEPS / 1_000_000
        )
    }
}
