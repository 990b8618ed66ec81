//! Names of hosts, asked of the system.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

/// The system's names, save that `localhost` and all below it are this computer, whatever a name server says
/// (RFC 6761, section 6.3): plain HTTP is taken as safe there.
#[derive(Debug, Clone, Copy)]
pub(super) struct SystemNames;

impl Resolve for SystemNames {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let addresses: Addrs = if is_this_computer(name.as_str()) {
                let own = [IpAddr::V4(Ipv4Addr::LOCALHOST), IpAddr::V6(Ipv6Addr::LOCALHOST)];
                Box::new(own.into_iter().map(|address| SocketAddr::new(address, 0)))
            } else {
                let found: Vec<SocketAddr> = tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
                Box::new(found.into_iter())
            };
            Ok(addresses)
        })
    }
}

fn is_this_computer(name: &str) -> bool {
    let name = name.strip_suffix('.').unwrap_or(name).to_ascii_lowercase();
    name == "localhost" || name.ends_with(".localhost")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn localhost_is_this_computer_without_asking() {
        for name in ["localhost", "LOCALHOST.", "coder.localhost"] {
            assert!(is_this_computer(name), "{name}");
        }
        for name in ["localhost.example", "notlocalhost", "127.0.0.1.example"] {
            assert!(!is_this_computer(name), "{name}");
        }
    }
}
