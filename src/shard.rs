//! A [`Shard`] is one of n parts of a site that as many machines build at the same time.
//!
//! Every machine reads and plans the whole site, which is cheap, and makes its part of the plan. The
//! parts have no file in common, and laid over each other they are the site.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::plan::{Export, Route, SitePlan, Target};

/// How many routes go to one part before the next one's turn: a list and the papers that it shows
/// are planned one after the other, and are cheaper to make together.
const TURN: usize = 50;

/// Written `2/5`: the second of five.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Shard {
    /// From 1 on, at most `count`.
    number: usize,
    count: usize,
}

impl Shard {
    /// The routes of this part, in the order of the plan.
    pub fn routes(self, plan: &SitePlan) -> Vec<&Route> {
        let routes = plan.routes().iter().enumerate();
        routes.filter(|(index, route)| self.holds(*index, route)).map(|(_, route)| route).collect()
    }

    /// Whether the files of the search index are of this part: one machine makes all of them.
    pub fn holds_index(self) -> bool {
        self.number == 1
    }

    fn holds(self, index: usize, route: &Route) -> bool {
        match route.target {
            Target::Export(Export::SearchManifest) => self.holds_index(),
            _ => index / TURN % self.count == self.number - 1,
        }
    }
}

impl FromStr for Shard {
    type Err = String;

    fn from_str(text: &str) -> Result<Shard, String> {
        let (number, count) = text.split_once('/').unwrap_or((text, ""));
        match (number.parse(), count.parse()) {
            (Ok(number), Ok(count)) if 0 < number && number <= count => Ok(Shard { number, count }),
            _ => Err("write 2/5 for the second of five parts".to_owned()),
        }
    }
}

impl TryFrom<String> for Shard {
    type Error = String;

    fn try_from(text: String) -> Result<Shard, String> {
        text.parse()
    }
}

impl From<Shard> for String {
    fn from(shard: Shard) -> String {
        shard.to_string()
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.number, self.count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shard_is_a_number_of_a_count() {
        assert_eq!("2/5".parse(), Ok(Shard { number: 2, count: 5 }));
        assert_eq!("5/5".parse::<Shard>().map(|shard| shard.to_string()), Ok("5/5".to_owned()));
        assert_eq!(serde_json::json!(Shard { number: 2, count: 5 }), "2/5");
        assert_eq!(serde_json::from_str("\"2/5\"").ok(), Some(Shard { number: 2, count: 5 }));
        assert!(serde_json::from_str::<Shard>("\"6/5\"").is_err());
        for text in ["", "2", "0/5", "6/5", "2/0", "a/b", "2/5/7", "-1/2"] {
            assert!(text.parse::<Shard>().is_err(), "{text}");
        }
    }
}
