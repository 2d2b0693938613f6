//! Everything that the loop waits for, in one place and in the order in which it came.

use std::{io, thread, time::Duration};

use crossterm::{event, terminal};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use super::{
    gate::Gate,
    hang_up, input,
    order::{Ending, Order},
    signals::Signals,
};
use crate::{
    app::{Msg, Size},
    run::world::Osc52,
};

/// What happened.
pub enum Happened {
    /// The program as a whole is meant.
    Order(Order),
    /// A copy is to be written to the terminal.
    Copy(Osc52),
    /// Messages for the model.
    Messages(Vec<Msg>),
}

/// All that can happen.
pub struct Sources {
    orders: UnboundedReceiver<Order>,
    messages: UnboundedReceiver<Msg>,
    copies: UnboundedReceiver<Osc52>,
    gate: Gate,
}

impl Sources {
    /// Opens them. The terminal's events come as messages too, beginning with its size if it is not the expected one.
    ///
    /// # Errors
    /// When the system has no thread for them.
    pub fn open(
        signals: Signals,
        (sender, messages): (UnboundedSender<Msg>, UnboundedReceiver<Msg>),
        copies: UnboundedReceiver<Osc52>,
        size: Size,
    ) -> io::Result<Self> {
        let (order, orders) = unbounded_channel();
        signals.forward(order.clone())?;
        hang_up::watch(order.clone())?;
        let gate = Gate::default();
        let passed = gate.clone();
        let read = move || {
            // Nobody reads the terminal any more, or it cannot be read: there is nobody to work for.
            let _ = read_events(&sender, size, &passed);
            let _ = order.send(Order::Leave(Ending::HungUp));
        };
        thread::Builder::new().name("input".to_owned()).spawn(read)?;
        Ok(Self { orders, messages, copies, gate })
    }

    /// Where the reading of the terminal is kept back.
    pub fn gate(&self) -> Gate {
        self.gate.clone()
    }

    /// Waits for the next order that concerns the program as a whole.
    pub async fn order(&mut self) -> Order {
        match self.orders.recv().await {
            Some(order) => order,
            // Those who send them live as long as the terminal.
            None => Order::Leave(Ending::HungUp),
        }
    }

    /// Waits until somebody does not want to wait any longer. That the terminal has gone is no such wish.
    pub async fn interrupted(&mut self) {
        loop {
            match self.orders.recv().await {
                Some(Order::Leave(Ending::Interrupted | Ending::Terminated)) => return,
                Some(Order::Leave(Ending::Quit | Ending::HungUp) | Order::Stop | Order::Continue) => {}
                None => std::future::pending().await,
            }
        }
    }

    /// Waits for the next thing to happen, at most until the screen changes by itself. Messages that have come together
    /// are given together, so that they are drawn once.
    pub async fn next(&mut self, wake: Option<Duration>) -> Happened {
        let mut messages = Vec::new();
        tokio::select! {
            biased;
            Some(order) = self.orders.recv() => return Happened::Order(order),
            Some(copy) = self.copies.recv() => return Happened::Copy(copy),
            Some(message) = self.messages.recv() => messages.push(message),
            () = sleep(wake) => messages.push(Msg::Woke),
        }
        while let Ok(message) = self.messages.try_recv() {
            messages.push(message);
        }
        Happened::Messages(messages)
    }
}

async fn sleep(duration: Option<Duration>) {
    match duration {
        Some(duration) => tokio::time::sleep(duration).await,
        None => std::future::pending().await,
    }
}

/// Turns events of the terminal into messages, until it cannot be read or nobody listens. On a thread of its own rather
/// than as crossterm's stream, whose reading would be done by the loop, and would hold it fast on a dead terminal.
fn read_events(messages: &UnboundedSender<Msg>, expected: Size, gate: &Gate) -> io::Result<()> {
    // Opens the source of events; from here on a new size is one of them.
    event::poll(Duration::ZERO)?;
    let (width, height) = terminal::size()?;
    let size = Size { width, height };
    let first = (size != expected).then_some(Msg::Resize(size));
    let mut next = first;
    loop {
        if let Some(message) = next.take()
            && messages.send(message).is_err()
        {
            return Ok(());
        }
        gate.pass();
        next = input::message(event::read()?);
    }
}
