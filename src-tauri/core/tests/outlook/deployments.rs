//! x
use super::world::*;
#[test]
fn explore() {
    for w in [production(), staging(), eu(), lab()] {
        let o = w.outlook();
        println!("=== {}", w.name);
        for l in coverage(&o) { println!("  {l}"); }
        for l in boundaries(&o) { println!("{l}"); }
        for (n, _) in &w.licenses {
            let r = w.remove(n);
            println!("--- remove {n}: {}", plain(&r.effect));
            for l in lines(&r.changes) { println!("   {l}"); }
            for l in winners(&r) { println!("   W {l}"); }
            for l in cautions(&r) { println!("   C {l}"); }
        }
        let renewal = with(premium(["2027-03-12", "2028-03-12", "2028-03-26"], 600), "ai_governance_user_limit", 50);
        let renewal = seatkeeper_core::license::Claims { addons: Some(vec!["ai_governance".to_owned()]), require_telemetry: true, ..renewal };
        let r = w.install("renewal.jwt", &renewal);
        println!("--- install: {}", plain(&r.effect));
        for l in lines(&r.changes) { println!("   {l}"); }
        for l in winners(&r) { println!("   W {l}"); }
        for l in cautions(&r) { println!("   C {l}"); }
    }
}
