//! Synthetic histories of seats, from fixed seeds: the same numbers on every machine.

/// The course that a deployment takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// 15 to 80 % more in a year.
    Growth,
    /// One to three steps up or down, of 5 to 30 % each.
    Step,
    /// A wave with the year, 4 to 15 % up and down.
    Seasonal,
    /// 20 to 60 % more within one to four months, then nothing.
    HiringWave,
    /// 10 to 50 % less in a year.
    Shrinking,
    /// No course at all, and much noise.
    FlatAndNoisy,
}

impl Kind {
    pub(crate) const ALL: [Self; 6] =
        [Self::Growth, Self::Step, Self::Seasonal, Self::HiringWave, Self::Shrinking, Self::FlatAndNoisy];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Growth => "steady growth",
            Self::Step => "step",
            Self::Seasonal => "seasonal",
            Self::HiringWave => "hiring wave",
            Self::Shrinking => "shrinking",
            Self::FlatAndNoisy => "flat and noisy",
        }
    }
}

/// A history and what came after it.
#[derive(Debug, Clone)]
pub(crate) struct History {
    pub(crate) kind: Kind,
    /// Days that are known on the day of the forecast.
    pub(crate) known: usize,
    /// A count for each day: the known ones, and 180 more.
    pub(crate) counts: Vec<u32>,
}

/// Days that follow the known ones.
const AHEAD: usize = 180;

impl History {
    /// The history of a seed. The kinds take turns; half of them know the 60 days that Coder gives, and half a year
    /// of this program's own record.
    pub(crate) fn of_seed(seed: u64) -> Self {
        let kind = Kind::ALL[usize::try_from(seed % 6).unwrap_or(0)];
        let known = if (seed / 6).is_multiple_of(2) { 60 } else { 365 };
        let mut chance = Chance(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5ea7_5ea7);
        let days = known + AHEAD;
        let size = 30.0 * 100.0_f64.powf(chance.unit());
        let course = course(kind, days, &mut chance);
        let wobble = match kind {
            Kind::FlatAndNoisy => chance.between(0.02, 0.05),
            Kind::Growth | Kind::Step | Kind::Seasonal | Kind::HiringWave | Kind::Shrinking => {
                chance.between(0.003, 0.015)
            }
        };
        // Who comes and goes by chance stays; what wobbles comes back.
        let drift = chance.between(0.0005, 0.002);
        let rhythm = if chance.unit() < 0.5 { chance.between(0.005, 0.03) } else { 0.0 };
        let (mut walk, mut swing) = (0.0, 0.0);
        let counts = (0..days).map(|day| {
            walk += drift * chance.normal();
            swing = 0.7 * swing + wobble * 0.71 * chance.normal();
            let weekend = if day % 7 >= 5 { -rhythm } else { 0.0 };
            let count = size * (course[day] + walk + swing + weekend);
            // A count of users is a whole number, and never below none.
            count.round().max(0.0) as u32
        });
        Self { kind, known, counts: counts.collect() }
    }
}

/// The course as a share of the size, day by day.
fn course(kind: Kind, days: usize, chance: &mut Chance) -> Vec<f64> {
    let year = |day: usize| day as f64 / 365.0;
    let line = |rate: f64| (0..days).map(|day| 1.0 + rate * year(day)).collect();
    match kind {
        Kind::Growth => line(chance.between(0.15, 0.8)),
        Kind::Shrinking => {
            let rate = chance.between(0.1, 0.5);
            (0..days).map(|day| (1.0 - rate).powf(year(day))).collect()
        }
        Kind::Step => {
            let steps = 1 + chance.below(3);
            let steps: Vec<_> = (0..steps)
                .map(|_| {
                    let size = chance.between(0.05, 0.3) * if chance.unit() < 0.5 { -1.0 } else { 1.0 };
                    (chance.below(days), size)
                })
                .collect();
            (0..days)
                .map(|day| 1.0 + steps.iter().filter(|(at, _)| *at <= day).map(|(_, size)| size).sum::<f64>())
                .collect()
        }
        Kind::Seasonal => {
            let (height, phase) = (chance.between(0.04, 0.15), chance.unit());
            let wave = |day: usize| (std::f64::consts::TAU * (year(day) + phase)).sin();
            (0..days).map(|day| 1.0 + height * wave(day)).collect()
        }
        Kind::HiringWave => {
            let (height, middle) = (chance.between(0.2, 0.6), chance.below(days) as f64);
            let width = chance.between(30.0, 120.0) / 8.0;
            (0..days).map(|day| 1.0 + height / (1.0 + (-(day as f64 - middle) / width).exp())).collect()
        }
        Kind::FlatAndNoisy => vec![1.0; days],
    }
}

/// SplitMix64 (Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators").
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }

    /// From 0 up to 1.
    fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }

    fn below(&mut self, end: usize) -> usize {
        (self.unit() * end as f64) as usize
    }

    /// Sum of twelve, less six: near enough to a bell, and the same on every machine.
    fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.unit()).sum::<f64>() - 6.0
    }
}
