//! Holds the picture of `docs/architecture.md`: arrows between our crates point down, and I/O stays in its layer.

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Our crates, lowest first; a crate may depend on those with a smaller number.
const LAYERS: &[(&str, u32)] = &[
    ("seatkeeper-core", 0),
    ("seatkeeper-adapters", 1),
    ("seatkeeper-cli", 2),
    ("seatkeeper-desktop", 2),
    ("xtask", 3),
];

/// What the core may not reach, by whatever way.
const NOT_IN_CORE: &[&str] =
    &["tauri", "reqwest", "tokio", "keyring", "keyring-core", "rusqlite", "directories"];
/// What the terminal and the adapters may not reach: nobody needs a web view to check a file on a server.
const NOT_BELOW_THE_WINDOW: &[&str] = &["tauri", "wry", "webkit2gtk", "gtk", "rfd"];

type Graph = BTreeMap<String, BTreeSet<String>>;

/// Fails with a line for each arrow that points up.
pub(crate) fn check() -> Result<String, String> {
    let metadata = crate::cargo(&["metadata", "--format-version", "1", "--locked"], &[])?;
    let metadata: Value = serde_json::from_str(&metadata).map_err(|error| error.to_string())?;
    let graph = graph(&metadata).ok_or("cargo metadata has a form that is not known")?;
    let wrong = faults(&graph);
    if wrong.is_empty() { Ok("The layers hold.".to_owned()) } else { Err(wrong.join("\n")) }
}

/// The normal and build dependencies of every crate, by name; what only tests need may reach anything.
fn graph(metadata: &Value) -> Option<Graph> {
    let names: BTreeMap<&str, &str> = metadata["packages"]
        .as_array()?
        .iter()
        .filter_map(|package| Some((package["id"].as_str()?, package["name"].as_str()?)))
        .collect();
    let mut graph = Graph::new();
    for node in metadata["resolve"]["nodes"].as_array()? {
        let name = names.get(node["id"].as_str()?)?;
        let needs = graph.entry((*name).to_owned()).or_default();
        for dependency in node["deps"].as_array()? {
            let shipped = dependency["dep_kinds"].as_array()?.iter().any(|kind| kind["kind"] != "dev");
            if shipped {
                needs.insert((*names.get(dependency["pkg"].as_str()?)?).to_owned());
            }
        }
    }
    Some(graph)
}

fn faults(graph: &Graph) -> Vec<String> {
    let layers: BTreeMap<&str, u32> = LAYERS.iter().copied().collect();
    let mut wrong = Vec::new();
    for (name, layer) in LAYERS {
        for needed in graph.get(*name).into_iter().flatten() {
            if layers.get(needed.as_str()).is_some_and(|other| other >= layer) {
                wrong.push(format!("{name} depends on {needed}, which does not lie below it."));
            }
        }
    }
    for (from, banned) in [
        ("seatkeeper-core", NOT_IN_CORE),
        ("seatkeeper-adapters", NOT_BELOW_THE_WINDOW),
        ("seatkeeper-cli", NOT_BELOW_THE_WINDOW),
    ] {
        let reached = reachable(graph, from);
        for name in banned.iter().filter(|name| reached.contains(**name)) {
            wrong.push(format!("{from} reaches {name}, which belongs to a layer above it."));
        }
    }
    wrong
}

fn reachable<'a>(graph: &'a Graph, from: &'a str) -> BTreeSet<&'a str> {
    let mut reached = BTreeSet::new();
    let mut open = vec![from];
    while let Some(name) = open.pop() {
        for needed in graph.get(name).into_iter().flatten() {
            if reached.insert(needed.as_str()) {
                open.push(needed);
            }
        }
    }
    reached
}

#[cfg(test)]
mod tests {
    use super::*;

    fn graph_of(arrows: &[(&str, &str)]) -> Graph {
        let mut graph = Graph::new();
        for (from, to) in arrows {
            graph.entry((*from).to_owned()).or_default().insert((*to).to_owned());
        }
        graph
    }

    #[test]
    fn arrows_that_point_down_are_right() {
        let arrows = [("seatkeeper-desktop", "seatkeeper-core"), ("seatkeeper-desktop", "tauri")];
        assert!(faults(&graph_of(&arrows)).is_empty());
    }

    #[test]
    fn an_arrow_that_points_up_is_named() {
        let wrong = faults(&graph_of(&[("seatkeeper-core", "seatkeeper-adapters")]));
        assert_eq!(wrong, ["seatkeeper-core depends on seatkeeper-adapters, which does not lie below it."]);
    }

    #[test]
    fn the_core_may_not_reach_io_by_a_detour_either() {
        let wrong = faults(&graph_of(&[("seatkeeper-core", "pretty"), ("pretty", "tokio")]));
        assert_eq!(wrong, ["seatkeeper-core reaches tokio, which belongs to a layer above it."]);
    }
}
