//! Parts as the templates of an output take them: the same names for all outputs,
//! the texts as each of them writes running text.

use minijinja::context;
use minijinja::value::{Serde, Value};

use crate::cuadro::Clase;
use crate::partes::{Columna, Figura, Fila, Firma, Modo, Parte, Portada, Prosa, Tabla, Tramo, Tramos, largo};

use super::markdown::plain;

/// Characters of a row above which a page may part it: one taller than a page could not be kept whole.
const LONG_ROW: usize = 900;
/// Lines above which the rows of a group are not kept on one page.
const TALL: usize = 24;
/// Width in pt of a letter in a table of groups, and of a column that takes what the others leave.
const LETTER: f64 = 4.7;
const REST: f64 = 160.0;

/// How an output writes running text.
pub trait Letra {
    fn tramos(&self, tramos: &[Tramo]) -> String;
    fn prosa(&self, prosa: &[Prosa]) -> String;
}

/// Gives parts as values for templates, with the numbers that titles, tables and figures have in
/// the document, for outputs that do not count by themselves.
pub struct Writer<'a> {
    letra: &'a dyn Letra,
    counted: Counted,
}

/// What was written so far.
#[derive(Clone, Default)]
struct Counted {
    /// Number of the last title of each level.
    titulos: Vec<usize>,
    anexos: usize,
    tablas: Vec<Value>,
    figuras: Vec<Value>,
    indice: Vec<Listed>,
}

/// A title of the contents with those below it.
#[derive(Clone)]
struct Listed {
    titulo: Value,
    hijos: Vec<Value>,
}

/// Levels of titles that the contents list.
const LISTED: usize = 2;

impl<'a> Writer<'a> {
    pub fn new(letra: &'a dyn Letra) -> Self {
        Self { letra, counted: Counted::default() }
    }

    /// `partes` as values, which go on with the numbers of those before them.
    pub fn values(&mut self, partes: &[Parte]) -> Value {
        Value::from(partes.iter().map(|parte| self.value(parte)).collect::<Vec<_>>())
    }

    /// The cover.
    pub fn cover(&self, portada: &Portada) -> Value {
        context! {
            titulo => self.text(&portada.titulo),
            subtitulo => self.text(&portada.subtitulo),
            pie => self.text(&portada.pie),
            cifras => self.pairs(&portada.cifras),
            franja => portada.franja.as_ref().map(|franja| Value::from(Serde(franja))),
            nota => portada.nota.as_deref().map(|nota| self.text(nota)),
            datos => self.pairs(&portada.datos),
        }
    }

    /// The contents of what was written so far: titles to the second level, tables and figures, each
    /// with its number, its words and the name of its place.
    pub fn contents(&self) -> Value {
        let titles = self.counted.indice.iter().map(|l| context! { hijos => l.hijos.clone(), ..l.titulo.clone() });
        context! {
            titulos => titles.collect::<Vec<_>>(),
            tablas => self.counted.tablas.clone(),
            figuras => self.counted.figuras.clone(),
        }
    }

    fn text(&self, tramos: &[Tramo]) -> Value {
        Value::from_safe_string(self.letra.tramos(tramos))
    }

    fn pairs(&self, pairs: &[(Tramos, Tramos)]) -> Vec<Value> {
        pairs.iter().map(|(a, b)| Value::from(vec![self.text(a), self.text(b)])).collect()
    }

    fn value(&mut self, parte: &Parte) -> Value {
        let prose = |prosa: &[Prosa]| Value::from_safe_string(self.letra.prosa(prosa));
        match parte {
            Parte::Titulo { nivel, texto, en_indice, numerado } => self.title(*nivel, texto, *en_indice, *numerado),
            Parte::Prosa { prosa, unida } => context! { clase => "prosa", prosa => prose(prosa), unida },
            Parte::Cifras(cifras) => context! { clase => "cifras", pares => self.pairs(cifras) },
            Parte::Datos(datos) => context! { clase => "datos", pares => self.pairs(datos) },
            Parte::Aviso(prosa) => context! { clase => "aviso", prosa => prose(prosa) },
            Parte::Nota(tramos) => context! { clase => "nota", texto => self.text(tramos) },
            Parte::Fuente(tramos) => context! { clase => "fuente", texto => self.text(tramos) },
            Parte::Firmas(firmas) => {
                let firma = |f: &Firma| {
                    let cargo = f.cargo.as_deref().map(|cargo| self.text(cargo));
                    context! { rol => self.text(&f.rol), nombre => self.text(&f.nombre), cargo }
                };
                context! { clase => "firmas", firmas => firmas.iter().map(firma).collect::<Vec<_>>() }
            }
            Parte::Pagina => context! { clase => "pagina" },
            Parte::Grupo { modo: Modo::Alternativas, partes } => {
                context! { clase => "alternativas", partes => self.alternatives(partes) }
            }
            Parte::Grupo { modo, partes } => {
                context! { clase => modo.word(), partes => self.values(partes) }
            }
            Parte::Plantilla { ruta, bloque } => {
                context! { clase => "plantilla", ruta, bloque => Value::from(Serde(bloque)) }
            }
            Parte::Figura(figura) => self.figure(figura),
            Parte::Tabla(tabla) => self.table(tabla),
        }
    }

    /// The options, of which a page has one: all go on with the same numbers.
    fn alternatives(&mut self, options: &[Parte]) -> Vec<Value> {
        let Some((first, others)) = options.split_first() else { return Vec::new() };
        let before = self.counted.clone();
        let mut written = vec![self.value(first)];
        let after = std::mem::replace(&mut self.counted, before.clone());
        for option in others {
            written.push(self.value(option));
            self.counted = before.clone();
        }
        self.counted = after;
        written
    }

    fn title(&mut self, nivel: usize, texto: &[Tramo], en_indice: bool, numerado: bool) -> Value {
        let (numero, lugar) = if numerado {
            self.counted.titulos.resize(nivel, 0);
            self.counted.titulos[nivel - 1] += 1;
            let number: Vec<_> = self.counted.titulos.iter().map(usize::to_string).collect();
            (Some(number.join(".")), format!("seccion-{}", number.join("-")))
        } else {
            self.counted.anexos += 1;
            (None, format!("anexo-{}", self.counted.anexos))
        };
        let title =
            context! { clase => "titulo", nivel, texto => self.text(texto), en_indice, numerado, numero, lugar };
        // A place stands once: the contents lead to the title.
        let listed = context! { texto => self.text(&unplaced(texto)), ..title.clone() };
        match self.counted.indice.last_mut() {
            _ if !en_indice || nivel > LISTED => {}
            Some(above) if nivel > 1 => above.hijos.push(listed),
            _ => self.counted.indice.push(Listed { titulo: listed, hijos: Vec::new() }),
        }
        title
    }

    fn figure(&mut self, figura: &Figura) -> Value {
        let numero = self.counted.figuras.len() + 1;
        let (titulo, lugar) = (self.text(&figura.titulo), format!("figura-{numero}"));
        let hallazgo = figura.hallazgo.as_deref().map(|hallazgo| self.text(hallazgo));
        let texto = hallazgo.clone().unwrap_or_else(|| titulo.clone());
        self.counted.figuras.push(context! { numero, lugar => lugar.clone(), texto });
        context! {
            clase => "figura",
            numero,
            lugar,
            titulo,
            hallazgo,
            nombre => plain(figura.hallazgo.as_ref().unwrap_or(&figura.titulo)),
            archivo => &figura.archivo,
            alt => &figura.alt,
            ancho => figura.ancho,
            mayor => figura.mayor,
            fuente => self.text(&figura.fuente),
            nota => figura.nota.as_deref().map(|nota| self.text(nota)),
        }
    }

    fn table(&mut self, tabla: &Tabla) -> Value {
        let numero = self.counted.tablas.len() + 1;
        let (titulo, lugar) = (self.text(&tabla.titulo), format!("tabla-{numero}"));
        let hallazgo = tabla.hallazgo.as_deref().map(|hallazgo| self.text(hallazgo));
        let texto = hallazgo.clone().unwrap_or_else(|| titulo.clone());
        self.counted.tablas.push(context! { numero, lugar => lugar.clone(), texto });
        let cells = |celdas: &[Tramos]| celdas.iter().map(|celda| self.text(celda)).collect::<Vec<_>>();
        let row = |celdas: &[Tramos]| {
            let larga = celdas.iter().map(|celda| largo(celda)).sum::<usize>() > LONG_ROW;
            context! { celdas => cells(celdas), larga }
        };
        let filas = tabla.filas.iter().map(|fila| match fila {
            Fila::Celdas(celdas) => row(celdas),
            Fila::Sangrada(celdas) => context! { sangrada => true, ..row(celdas) },
            Fila::Subtitulo(tramos) => context! { subtitulo => self.text(tramos) },
            Fila::Grupo { rotulo, filas } => {
                let larga = is_tall(rotulo, filas, &tabla.columnas);
                let filas: Vec<_> = filas.iter().map(|celdas| row(celdas)).collect();
                context! { grupo => self.text(rotulo), filas, larga }
            }
            Fila::Corte(tramos) => context! { corte => self.text(tramos) },
        });
        let column = |columna: &Columna| {
            let derecha = columna.clase != Clase::Texto;
            context! { nombre => self.text(&columna.nombre), ancho => columna.ancho, derecha, clase => Value::from(Serde(columna.clase)) }
        };
        context! {
            clase => "tabla",
            ancla => tabla.clave.as_deref(),
            numero,
            lugar,
            titulo,
            hallazgo,
            columnas => tabla.columnas.iter().map(column).collect::<Vec<_>>(),
            filas => filas.collect::<Vec<_>>(),
            total => tabla.total.as_deref().map(cells),
            fuente => self.text(&tabla.fuente),
            nota => tabla.nota.as_deref().map(|nota| self.text(nota)),
            partible => tabla.partible,
            sobre => above(&cells(&tabla.sobre)),
            bandas => cells(&tabla.bandas),
            claves => tabla.claves.as_deref().map(|claves| self.text(claves)),
        }
    }
}

/// `tramos` without the places that they name.
fn unplaced(tramos: &[Tramo]) -> Tramos {
    let flat = |tramo: &Tramo| match tramo {
        Tramo::Lugar { tramos, .. } => unplaced(tramos),
        other => vec![other.clone()],
    };
    tramos.iter().flat_map(flat).collect()
}

/// What stands above the headers, with how many columns it spans.
fn above(cells: &[Value]) -> Vec<Value> {
    let same = |a: &Value, b: &Value| a.as_str() == b.as_str() && a.as_str().is_some_and(|text| !text.is_empty());
    cells.chunk_by(same).map(|cells| context! { texto => cells[0].clone(), columnas => cells.len() }).collect()
}

/// Whether the rows of a group are too many to stay together on a page.
fn is_tall(rotulo: &[Tramo], filas: &[Vec<Tramos>], columnas: &[Columna]) -> bool {
    let lines = |tramos: &[Tramo], columna: &Columna| -> usize {
        let width = columna.ancho.unwrap_or(REST) / LETTER;
        plain(tramos).lines().map(|line| (line.chars().count() as f64 / width) as usize + 1).sum()
    };
    let Some((first, rest)) = columnas.split_first() else { return false };
    let row = |celdas: &Vec<Tramos>| {
        celdas.iter().zip(rest).map(|(celda, columna)| lines(celda, columna)).max().unwrap_or_default() + 1
    };
    lines(rotulo, first).max(filas.iter().map(row).sum()) > TALL
}
