//! What of a tree is folded, and which lines are in sight therefore. Kept as intervals of hidden lines, so that the
//! line at any place, and the place of any line, are found without walking over the tree.

use super::body::{Body, Container, NONE};

/// Lines that are hidden: those behind `open` up to and with `close`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Hidden {
    open: u32,
    close: u32,
    /// How many lines are hidden above it.
    before: u32,
    container: u32,
}

/// The folded containers of a body.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folds {
    /// One bit for each container: folded ones may lie inside folded ones.
    bits: Vec<u64>,
    /// The outermost folded ones, in order.
    hidden: Vec<Hidden>,
    /// The level from which on all is folded, as far as that was the last wish.
    level: Option<u32>,
}

impl Folds {
    /// How many lines are hidden.
    pub fn hidden_lines(&self) -> usize {
        self.hidden.last().map_or(0, |last| (last.before + last.close - last.open) as usize)
    }

    /// The line at a place, counted over the lines in sight.
    pub(super) fn line_at(&self, place: usize) -> usize {
        let next = self.hidden.partition_point(|fold| ((fold.open - fold.before) as usize) < place);
        match next.checked_sub(1).map(|last| self.hidden[last]) {
            Some(fold) => place + (fold.before + fold.close - fold.open) as usize,
            None => place,
        }
    }

    /// The place of a line; of a hidden one, that of the folded line that hides it.
    pub(super) fn place_of(&self, line: usize) -> usize {
        let next = self.hidden.partition_point(|fold| (fold.open as usize) < line);
        match next.checked_sub(1).map(|last| self.hidden[last]) {
            Some(fold) if line <= fold.close as usize => (fold.open - fold.before) as usize,
            Some(fold) => line - (fold.before + fold.close - fold.open) as usize,
            None => line,
        }
    }

    /// The folded container that a line in sight opens.
    pub(super) fn folded_at(&self, body: &Body, line: usize) -> Option<Container> {
        let found = self.hidden.binary_search_by_key(&line, |fold| fold.open as usize).ok()?;
        body.containers().get(self.hidden[found].container as usize).copied()
    }

    fn set(&mut self, container: u32, folded: bool) {
        let at = container as usize / 64;
        if self.bits.len() <= at {
            self.bits.resize(at + 1, 0);
        }
        let bit = 1 << (container % 64);
        if folded { self.bits[at] |= bit } else { self.bits[at] &= !bit }
    }

    /// Folds a container.
    pub(super) fn fold(&mut self, body: &Body, container: u32) {
        let Some(folded) = body.containers().get(container as usize) else { return };
        self.set(container, true);
        if self.folded_around(folded.open).is_some() {
            return;
        }
        let inside = self.inside(folded);
        let before = self.hidden_before(inside.start);
        let hidden = Hidden { open: folded.open, close: folded.close, before, container };
        self.hidden.splice(inside.clone(), [hidden]);
        self.count_from(inside.start + 1);
    }

    /// Unfolds a container; what is folded inside it stays so.
    pub(super) fn unfold(&mut self, body: &Body, container: u32) {
        let containers = body.containers();
        let Some(folded) = containers.get(container as usize) else { return };
        self.set(container, false);
        let at = self.hidden.partition_point(|fold| fold.open < folded.open);
        if self.hidden.get(at).is_none_or(|fold| fold.container != container) {
            return;
        }
        let mut revealed = Vec::new();
        let mut inner = container + 1;
        while inner < folded.after {
            let Some(next) = self.next_folded(inner, folded.after) else { break };
            let Some(fold) = containers.get(next as usize) else { break };
            revealed.push(Hidden { open: fold.open, close: fold.close, before: 0, container: next });
            inner = fold.after;
        }
        self.hidden.splice(at..=at, revealed);
        self.count_from(at);
    }

    /// Makes a line visible: unfolds all that hides it.
    pub(super) fn show(&mut self, body: &Body, line: usize) {
        while let Some(container) = u32::try_from(line).ok().and_then(|line| self.folded_around(line)) {
            self.unfold(body, container);
        }
    }

    /// Everything folded that lies as deep as `level`, or deeper. Takes as long as the tree is large above that level.
    pub(super) fn at_level(body: &Body, level: u32) -> Self {
        let mut folds = Self { level: Some(level), ..Self::default() };
        if level < body.depth() {
            folds.fill(body, level);
        }
        folds
    }

    fn fill(&mut self, body: &Body, level: u32) {
        let containers = body.containers();
        self.bits.resize(containers.len().div_ceil(64), u64::MAX);
        let (mut here, mut depth, mut ends) = (0, 0, Vec::new());
        while let Some(container) = containers.get(here as usize) {
            while ends.last().is_some_and(|end| *end <= here) {
                ends.pop();
                depth -= 1;
            }
            if depth < level {
                self.set(here, false);
                ends.push(container.after);
                depth += 1;
                here += 1;
            } else {
                self.hidden.push(Hidden { open: container.open, close: container.close, before: 0, container: here });
                here = container.after;
            }
        }
        self.count_from(0);
    }

    /// Wishes one level more to be folded, or one less, than was wished last; gives the level.
    pub(super) fn wish_level_by(&mut self, body: &Body, by: i32) -> u32 {
        let level = self.level.unwrap_or(u32::MAX).min(body.depth());
        self.wish_level(level.saturating_add_signed(by).clamp(1, body.depth().max(1)))
    }

    /// Wishes a level, which is there once it was worked out.
    pub(super) fn wish_level(&mut self, level: u32) -> u32 {
        self.level = Some(level);
        level
    }

    /// The folded container that hides a line.
    fn folded_around(&self, line: u32) -> Option<u32> {
        let next = self.hidden.partition_point(|fold| fold.open < line);
        let fold = self.hidden.get(next.checked_sub(1)?)?;
        (line <= fold.close).then_some(fold.container)
    }

    fn inside(&self, container: &Container) -> std::ops::Range<usize> {
        let from = self.hidden.partition_point(|fold| fold.open < container.open);
        let to = self.hidden.partition_point(|fold| fold.open <= container.close);
        from..to
    }

    fn hidden_before(&self, at: usize) -> u32 {
        at.checked_sub(1).and_then(|last| self.hidden.get(last)).map_or(0, |last| last.before + last.close - last.open)
    }

    fn count_from(&mut self, at: usize) {
        let mut before = self.hidden_before(at);
        for fold in &mut self.hidden[at..] {
            fold.before = before;
            before += fold.close - fold.open;
        }
    }

    fn next_folded(&self, from: u32, to: u32) -> Option<u32> {
        let mut at = from as usize / 64;
        let mut bits = self.bits.get(at)? & (u64::MAX << (from % 64));
        loop {
            if bits != 0 {
                let found = u32::try_from(at * 64).ok()? + bits.trailing_zeros();
                return (found < to).then_some(found);
            }
            at += 1;
            if at * 64 >= to as usize {
                return None;
            }
            bits = *self.bits.get(at)?;
        }
    }
}

/// The container that folding at a line folds: the one that it opens or closes, else the one that it stands in.
pub(super) fn container_at(body: &Body, line: usize) -> Option<u32> {
    Some(body.around(line)).filter(|container| *container != NONE)
}
