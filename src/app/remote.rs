//! The program over SSH: the browser is on another computer, where `127.0.0.1` is another machine. An `ssh -L` line brings the
//! ports there.

use super::Model;
use crate::oauth::is_loopback_host;

/// The port at which an SSH server usually listens.
const SSH_PORT: u16 = 22;

/// This computer as the other end of the SSH session knows it. What SSH does not tell is `None`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Remote {
    /// The user's name here.
    pub user: Option<String>,
    /// The address that the session came to.
    pub host: Option<String>,
    /// Its port.
    pub port: Option<u16>,
}

impl Remote {
    /// Reads it from environment variables: `SSH_CONNECTION` is «client address, client port, server address, server port»
    /// (`ssh(1)`, ENVIRONMENT). `None` when this is no SSH session.
    pub fn read(variable: impl Fn(&str) -> Option<String>) -> Option<Self> {
        let set = |name: &str| variable(name).filter(|value| !value.trim().is_empty());
        let connection = set("SSH_CONNECTION");
        if connection.is_none() && set("SSH_TTY").is_none() {
            return None;
        }
        let words: Vec<&str> = connection.as_deref().unwrap_or_default().split_whitespace().collect();
        let plain = |word: &str| {
            word.chars().all(|c| c.is_ascii_alphanumeric() || "-._:%".contains(c)) && !word.starts_with('-')
        };
        // An address of this computer alone, as behind a jump host or a container, leads nobody here.
        let host = words.get(2).filter(|host| plain(host) && !is_loopback_host(host)).map(|host| (*host).to_owned());
        let port = words.get(3).and_then(|port| port.parse().ok()).filter(|_| host.is_some());
        let user = ["USER", "LOGNAME"].into_iter().find_map(set).filter(|user| plain(user));
        Some(Self { user, host, port })
    }

    /// The command that makes these addresses reachable from the other end, as far as they are of this computer.
    pub fn tunnel<'a>(&self, addresses: impl IntoIterator<Item = &'a str>) -> Option<Tunnel> {
        let mut ports: Vec<(u16, String)> = Vec::new();
        for (port, host) in addresses.into_iter().filter_map(loopback) {
            if !ports.iter().any(|(known, _)| *known == port) {
                ports.push((port, host));
            }
        }
        if ports.is_empty() {
            return None;
        }
        let forwards: String = ports.iter().map(|(port, host)| format!("-L {port}:{host}:{port} ")).collect();
        let port = self.port.filter(|port| *port != SSH_PORT).map(|port| format!("-p {port} ")).unwrap_or_default();
        let user = self.user.as_deref().unwrap_or("USER");
        let host = self.host.as_deref().unwrap_or("HOST");
        let open = match (&self.user, &self.host) {
            (Some(_), Some(_)) => None,
            (Some(_), None) => Some("HOST is this computer, by the name that you gave to ssh."),
            (None, Some(_)) => Some("USER is your name on this computer."),
            (None, None) => Some("USER and HOST are what you gave to ssh."),
        };
        Some(Tunnel { command: format!("ssh {forwards}{port}{user}@{host}"), open })
    }
}

/// What is to be run on the other computer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tunnel {
    /// The command.
    pub command: String,
    /// What stands in it for something that is not known here.
    pub open: Option<&'static str>,
}

/// Port and host of an address that only this computer can open.
fn loopback(address: &str) -> Option<(u16, String)> {
    let url = url::Url::parse(address).ok()?;
    let host = url.host_str().filter(|host| is_loopback_host(host))?;
    // A name may mean one thing here and another there; the listeners have this address.
    let host = if host.ends_with(|c: char| c.is_ascii_digit() || c == ']') { host } else { "127.0.0.1" };
    Some((url.port_or_known_default()?, host.to_owned()))
}

impl Model {
    /// The `ssh -L` line for the browser of another computer; `None` when the session is not remote, or nothing that the
    /// browser opens is of this computer alone.
    pub fn tunnel(&self) -> Option<Tunnel> {
        let remote = self.remote.as_ref()?;
        let endpoint = self.environment().metadata.authorization_endpoint;
        remote.tunnel([self.form().redirect_uri.text(), &endpoint])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CALLBACK: &str = "http://127.0.0.1:18801/callback";

    fn read(variables: &[(&str, &str)]) -> Option<Remote> {
        Remote::read(|asked| variables.iter().find(|(name, _)| *name == asked).map(|(_, value)| (*value).to_owned()))
    }

    #[test]
    fn the_command_has_what_ssh_tells() {
        let remote = read(&[("SSH_CONNECTION", "192.0.2.7 50022 192.0.2.1 22"), ("USER", "mia")]).expect("remote");
        let tunnel = remote.tunnel([CALLBACK, "http://127.0.0.1:18800/oauth/authorize"]).expect("ports");
        assert_eq!(tunnel.command, "ssh -L 18801:127.0.0.1:18801 -L 18800:127.0.0.1:18800 mia@192.0.2.1");
        assert_eq!(tunnel.open, None);
        let other = remote.tunnel([CALLBACK, "https://sandbox.orcid.org/oauth/authorize"]).expect("a port");
        assert_eq!(other.command, "ssh -L 18801:127.0.0.1:18801 mia@192.0.2.1");
        assert_eq!(remote.tunnel(["https://example.org/cb", "https://orcid.org/oauth/authorize", "nonsense"]), None);
    }

    #[test]
    fn what_ssh_does_not_tell_is_said_to_be_missing() {
        assert_eq!(read(&[("USER", "mia"), ("SSH_TTY", "")]), None);
        let tty = read(&[("SSH_TTY", "/dev/pts/0")]).expect("remote").tunnel([CALLBACK]).expect("a port");
        assert_eq!(tty.command, "ssh -L 18801:127.0.0.1:18801 USER@HOST");
        assert!(tty.open.is_some());
        let jumped = read(&[("SSH_CONNECTION", "127.0.0.1 50022 127.0.0.1 22"), ("LOGNAME", "mia")]).expect("remote");
        assert_eq!(jumped.tunnel([CALLBACK]).expect("a port").command, "ssh -L 18801:127.0.0.1:18801 mia@HOST");
        let port =
            read(&[("SSH_CONNECTION", "2001:db8::7 50022 2001:db8::1 2222"), ("USER", "$(mia)")]).expect("remote");
        let command = port.tunnel(["http://[::1]:9000/cb", "https://localhost/cb"]).expect("ports").command;
        assert_eq!(command, "ssh -L 9000:[::1]:9000 -L 443:127.0.0.1:443 -p 2222 USER@2001:db8::1");
    }
}
