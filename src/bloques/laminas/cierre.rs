//! What the committee is asked to decide, once more at the end.

use serde_json::json;

use crate::bloques::bloque::{Bloque, Dicho};
use crate::bloques::conjunto::DeConjunto;

use super::{at_most_one, decisiones};

pub const BLOQUE: Bloque =
    Bloque::lamina("lamina_cierre", "al cerrar, las decisiones que se piden y sus láminas", |set, _| values(set));

fn values(set: &mut DeConjunto<'_>) -> Dicho {
    let asked = decisiones::asked(set);
    let ante = set.encargo.ante;
    at_most_one(set, asked.map(|asked| json!({ "decisiones": asked, "ante": ante, "laminas": {} })))
}
