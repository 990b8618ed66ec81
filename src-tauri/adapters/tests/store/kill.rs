//! A process killed at any instant loses no save that was answered.

use std::io::{BufRead, BufReader, Write};
use std::sync::mpsc;
use std::time::Duration;

use super::*;

const ROUNDS: usize = 100;

#[test]
fn killed_at_any_instant_every_answered_save_is_there_and_no_litter() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().to_str().unwrap();
    let mut answered: Vec<usize> = Vec::new();
    for round in 0..ROUNDS {
        let first = (round * 1000).to_string();
        let variables = [("KILL_HOME", folder), ("KILL_FIRST", &first)];
        let mut writer = child("kill::writes_until_killed", &variables).spawn().unwrap();
        let lines = BufReader::new(writer.stdout.take().unwrap()).lines();
        let (sender, receiver) = mpsc::channel();
        let reading = std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                if let Some(number) = line.strip_prefix("saved ") {
                    sender.send(number.parse::<usize>().unwrap()).unwrap();
                }
            }
        });
        // The span before the kill varies, so that it falls into opening, saving and answering.
        let span = Duration::from_micros((round as u64 * 7919) % 60_000);
        answered.extend(receiver.recv_timeout(span));
        writer.kill().unwrap();
        writer.wait().unwrap();
        reading.join().unwrap();
        answered.extend(receiver.try_iter());
        let store = open(home.path());
        let kept = store.licenses().unwrap();
        let listed = added(&store);
        for number in &answered {
            let license = kept.iter().find(|license| license.fingerprint == name(*number));
            assert_eq!(license.map(|license| &license.text), Some(&text(*number)), "save {number} is lost");
            assert!(listed.contains(number), "deployment {number} is lost");
        }
        for license in &kept {
            let number = usize::from_str_radix(&license.fingerprint, 16).unwrap();
            assert_eq!(license.text, text(number), "save {number} is torn");
        }
        for deployment in store.deployments().unwrap() {
            let number: usize = deployment.name.rsplit(' ').next().unwrap().parse().unwrap();
            match store.answers(deployment.id).unwrap().get(&AnswerKind::Entitlements) {
                Some(kept) => assert_eq!(*kept, answer(number), "answer {number} is torn"),
                None => assert!(!answered.contains(&number), "answer {number} is lost"),
            }
        }
        drop(store);
        assert_eq!(file_names(home.path()), ["seatkeeper.db", "seatkeeper.lock"]);
    }
    assert!(answered.len() >= ROUNDS / 10, "only {} saves were answered before a kill", answered.len());
}

/// Not a test by itself: the process that is killed.
#[test]
fn writes_until_killed() {
    let (Ok(home), Ok(first)) = (std::env::var("KILL_HOME"), std::env::var("KILL_FIRST")) else { return };
    let store = open(Path::new(&home));
    let first: usize = first.parse().unwrap();
    for number in first..first + 1000 {
        keep(&store, number).unwrap();
        add(&store, number);
        let mut out = std::io::stdout().lock();
        writeln!(out, "\nsaved {number}").unwrap();
        out.flush().unwrap();
    }
}
