//! What sentences read as, and what is said of those that cannot be read.

use serde_json::json;

use super::super::markdown::plain;
use super::super::marks;
use super::*;
use crate::cuadro::{Celda, Clase, Columna as Serie, Cuadro};
use crate::locale::Numeros;
use crate::partes::{Fila, Item, Tabla, Tramo};
use serde_json::Value;

/// Every sign that is a mark for anybody, as a value may have it.
const SIGNS: &str = "# - 1. **a** *b* _c_ `d` [e](f) <br> <small>g</small> {unida} | = : ::: ~ & \\ > + !";

fn scope<'a>(bloque: &'a Value, narraciones: &'a [Vec<Prosa>]) -> Scope<'a> {
    Scope { bloque, narraciones, numeros: Numeros::default(), nivel: 1 }
}

fn parts(text: &str) -> Vec<Parte> {
    read(text, &scope(&json!({}), &[])).unwrap_or_else(|wrong| panic!("{}: {}", wrong.line, wrong.message))
}

fn refused(text: &str) -> (String, String) {
    let wrong = read(text, &scope(&json!({"figura": null, "otra": 3}), &[])).expect_err("a fault");
    (wrong.message, wrong.line)
}

fn words(text: &str) -> Tramos {
    vec![Tramo::Texto(text.into())]
}

fn paragraph(text: &str) -> Prosa {
    Prosa::Parrafo(words(text))
}

fn prose(prosa: Vec<Prosa>) -> Parte {
    Parte::Prosa { prosa, unida: false }
}

fn table(text: &str) -> Tabla {
    match parts(text).swap_remove(0) {
        Parte::Tabla(tabla) => tabla,
        other => panic!("{other:?}"),
    }
}

fn item(prosa: Vec<Prosa>) -> Item {
    Item { numero: None, prosa }
}

#[test]
fn no_sign_of_a_value_is_a_mark_wherever_it_stands() {
    let value = marks::put_aside(SIGNS);
    let said = words(SIGNS);
    assert_eq!(parts(&value), [prose(vec![Prosa::Parrafo(said.clone())])]);
    let list = Prosa::Lista { cierre: None, items: vec![item(vec![Prosa::Parrafo(said.clone())])] };
    assert_eq!(parts(&format!("- {value}")), [prose(vec![list])]);
    assert_eq!(
        parts(&format!("# {value}")),
        [Parte::Titulo { nivel: 2, texto: said.clone(), en_indice: true, numerado: true }]
    );
    assert_eq!(
        parts(&format!("::: cifras\n| {value} | {value} |\n:::")),
        [Parte::Cifras(vec![(said.clone(), said.clone())])]
    );
    assert_eq!(parts(&format!("::: aviso\n{value}\n:::")), [Parte::Aviso(vec![Prosa::Parrafo(said.clone())])]);
    let tabla = table(&format!(
        "::: tabla\ntitulo: {value}\nfuente: {value}\nnota: {value}\n| {value} |\n|# {value} |\n| {value} |\n|= {value} |\n:::"
    ));
    assert_eq!((&tabla.titulo, &tabla.fuente, tabla.nota.as_ref()), (&said, &said, Some(&said)));
    assert_eq!(tabla.columnas[0].nombre, said);
    assert_eq!(tabla.filas, [Fila::Subtitulo(said.clone()), Fila::Celdas(vec![said.clone()])]);
    assert_eq!(tabla.total, Some(vec![said.clone()]));
    // A value of many columns stays in one cell, among marks that are the sentence's own.
    let mixed = &parts(&format!("**{value}** y <small>{value}</small>"))[0];
    let strong = Tramo::Fuerte(said.clone());
    let [between, detail] = [Tramo::Texto(" y ".into()), Tramo::Detalle(said)];
    assert_eq!(*mixed, prose(vec![Prosa::Parrafo(vec![strong, between, detail])]));
}

#[test]
fn lines_that_a_tag_parts_are_one_sentence() {
    let text = "De 7 entidades, 6 tienen IDI\n\n\n, 1 se mide aparte\n   y 1 no tiene\n; el resto (\n3\n)\n.";
    let sentence = "De 7 entidades, 6 tienen IDI, 1 se mide aparte y 1 no tiene; el resto ( 3).";
    assert_eq!(joined(text), sentence);
    assert_eq!(parts(&text.replace("\n\n\n", "\n")), [prose(vec![paragraph(sentence)])]);
    let tabla = table(
        "::: tabla\ntitulo: De 4 actividades\n, 2 vencidas\n y 1 no\nfuente: plan\n.\n| A |\n| uno\ndos<br>\ntres |\n:::",
    );
    assert_eq!(plain(&tabla.titulo), "De 4 actividades, 2 vencidas y 1 no");
    assert_eq!(plain(&tabla.fuente), "plan.");
    let Fila::Celdas(row) = &tabla.filas[0] else { panic!("{:?}", tabla.filas) };
    assert_eq!(plain(&row[0]), "uno dos\ntres");
    // What ends in a point ends its sentence, and a figure keeps its sign.
    let said = parts(&format!("En {}.\n\nEl 80 % o más", marks::put_aside("Bogotá, D.C.")));
    assert_eq!(said, [prose(vec![paragraph("En Bogotá, D.C.")]), prose(vec![paragraph("El 80\u{a0}% o más")])]);
}

#[test]
fn a_finding_leads_and_the_title_stays() {
    let said = "::: tabla\ntitulo: Índices, 2024\nhallazgo:\nTres bajan\n, dos suben\n| A |\n| 1 |\n:::";
    let tabla = table(said);
    assert_eq!(
        (plain(&tabla.titulo), tabla.hallazgo.as_deref().map(plain)),
        ("Índices, 2024".into(), Some("Tres bajan, dos suben".into()))
    );
    // What the data does not support leaves the title alone.
    assert_eq!(table("::: tabla\ntitulo: Índices\nhallazgo:\n| A |\n| 1 |\n:::").hallazgo, None);
}

#[test]
fn paragraphs_lists_and_titles_are_parts_of_their_own() {
    let list = |items: &[&str]| {
        let items = items.iter().map(|text| item(vec![paragraph(text)])).collect();
        prose(vec![Prosa::Lista { cierre: None, items }])
    };
    assert_eq!(
        parts(
            "Antes:\n{unida}\n\n- uno\n\n- dos\n  y medio\n\nDespués\n\n# Título {sin-indice}\n## Otro\n::: pagina\n"
        ),
        [
            Parte::Prosa { prosa: vec![paragraph("Antes:")], unida: true },
            list(&["uno", "dos y medio"]),
            prose(vec![paragraph("Después")]),
            Parte::Titulo { nivel: 2, texto: words("Título"), en_indice: false, numerado: true },
            Parte::Titulo { nivel: 3, texto: words("Otro"), en_indice: true, numerado: true },
            Parte::Pagina,
        ]
    );
}

#[test]
fn groups_hold_parts_and_may_stand_in_one_another() {
    let inner = |text: &str| prose(vec![paragraph(text)]);
    assert_eq!(
        parts("::: apaisado\nuno\n::: junto\ndos\n::: fuente\nun plan.\n:::\n:::\n:::\ntres"),
        [
            Parte::Grupo {
                modo: Modo::Apaisado,
                partes: vec![
                    inner("uno"),
                    Parte::Grupo { modo: Modo::Junto, partes: vec![inner("dos"), Parte::Fuente(words("un plan."))] },
                ],
            },
            inner("tres"),
        ]
    );
    assert_eq!(parts("::: apretado\n:::\n::: cifras\n:::"), [Parte::Grupo { modo: Modo::Apretado, partes: vec![] }]);
}

#[test]
fn narrative_texts_stand_whole_in_paragraphs_lists_and_cells() {
    let long = vec![
        paragraph("Primero."),
        Prosa::Lista {
            cierre: Some(')'),
            items: vec![Item { numero: Some("3".into()), prosa: vec![paragraph("tres")] }],
        },
    ];
    let texts = [vec![Prosa::Parrafo(vec![Tramo::Fuerte(words("Corto."))])], long.clone()];
    let [short, second] = [0, 1].map(|index| narrative(index).expect("a character"));
    let block = json!({});
    let said = |text: &str| read(text, &scope(&block, &texts)).expect("parts");
    assert_eq!(said(&second.to_string()), [prose(long.clone())]);
    let items = vec![item(texts[0].clone()), item(long)];
    assert_eq!(said(&format!("- {short}\n- {second}")), [prose(vec![Prosa::Lista { cierre: None, items }])]);
    let numbered = said(&format!("1. {short}\n2. {short}"));
    let Parte::Prosa { prosa, .. } = &numbered[0] else { panic!("{numbered:?}") };
    let Prosa::Lista { cierre: Some('.'), items } = &prosa[0] else { panic!("{prosa:?}") };
    assert_eq!(items.iter().map(|i| i.numero.as_deref()).collect::<Vec<_>>(), [Some("1"), Some("2")]);
    let Parte::Tabla(tabla) = &said(&format!("::: tabla\n| A |\n| Dice: {short} |\n:::"))[0] else { panic!() };
    let cell = vec![Tramo::Texto("Dice: ".into()), Tramo::Fuerte(words("Corto."))];
    assert_eq!(tabla.filas, [Fila::Celdas(vec![cell])]);
    // Its list is nowhere left out.
    let Parte::Datos(pairs) = &said(&format!("::: datos\n| A | {second} |\n:::"))[0] else { panic!() };
    assert_eq!(pairs[0].1, [Tramo::Bloque(texts[1].clone())]);
    for (place, message) in [
        (format!("# {second}"), "aquí no cabe una lista"),
        (format!("::: tabla\ntitulo: {second}\n| A |\n:::"), "aquí no cabe una lista"),
        (format!("::: nota\n{second}\n:::"), "«::: nota» solo admite párrafos"),
    ] {
        assert_eq!(read(&place, &scope(&block, &texts)).expect_err("a fault").message, message);
    }
}

#[test]
fn a_written_table_has_groups_names_and_a_total() {
    let tabla = table(
        "::: tabla\ntitulo: Índices\ncolumnas: 104 * 60>\npartible: sí\nfuente: FURAG.\n| Dimensión | Política | Índice |\n|# Más altos |\n| D1 | Integridad | 80,1 |\n|: D2<br>Índice: 70,0 |\n| Gobierno Digital | 70,0 |\n| Seguridad Digital | |\n|: D3 |\n| Control Interno | 60,0 |\n|= Total | | 3 |\n|/ Se muestran 2 de 4 |\n:::",
    );
    let columns: Vec<_> = tabla.columnas.iter().map(|c| (plain(&c.nombre), c.clase, c.ancho)).collect();
    assert_eq!(
        columns,
        [
            ("Dimensión".into(), Clase::Texto, Some(104.0)),
            ("Política".into(), Clase::Texto, None),
            ("Índice".into(), Clase::Puntos, Some(60.0)),
        ]
    );
    let row = |cells: &[&str]| -> Vec<Tramos> {
        cells.iter().map(|text| if text.is_empty() { Vec::new() } else { words(text) }).collect()
    };
    assert_eq!(
        tabla.filas,
        [
            Fila::Subtitulo(words("Más altos")),
            Fila::Celdas(row(&["D1", "Integridad", "80,1"])),
            Fila::Grupo {
                rotulo: vec![Tramo::Texto("D2".into()), Tramo::Salto, Tramo::Texto("Índice: 70,0".into())],
                filas: vec![row(&["Gobierno Digital", "70,0"]), row(&["Seguridad Digital", ""])],
            },
            Fila::Grupo { rotulo: words("D3"), filas: vec![row(&["Control Interno", "60,0"])] },
            Fila::Corte(words("Se muestran 2 de 4")),
        ]
    );
    assert_eq!((tabla.total, tabla.partible, tabla.nota), (Some(row(&["Total", "", "3"])), true, None));
}

#[test]
fn values_say_the_band_that_they_are_in() {
    let tabla = table(
        "::: tabla\nbandas: menos de 60 | 60 o más\nclaves: **POL01** Integridad\n| Entidad | POL01 |\n| Uno | **80,1** {banda 1} |\n| Dos | 3,0 {banda 0} |\n| Tres | |\n:::",
    );
    let banda = |banda, tramos| vec![Tramo::Banda { banda, tramos }];
    let shaded: Vec<_> = tabla
        .filas
        .iter()
        .map(|fila| match fila {
            Fila::Celdas(cells) => cells[1].clone(),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(shaded, [banda(1, vec![Tramo::Fuerte(words("80,1"))]), banda(0, words("3,0")), vec![]]);
    assert_eq!(tabla.bandas, [words("menos de 60"), words("60 o más")]);
    assert_eq!(tabla.claves.map(|claves| plain(&claves)), Some("POL01 Integridad".into()));
    for banda in ["2", "x", ""] {
        let row = format!("| Uno | 80,1 {{banda {banda}}} |");
        let said = refused(&format!("::: tabla\nbandas: menos de 60 | 60 o más\n| Entidad | POL01 |\n{row}\n:::"));
        assert_eq!(said, (format!("«{banda}» no es ninguna de las 2 bandas de la tabla"), row));
    }
}

#[test]
fn tables_and_charts_of_the_data_have_the_words_of_the_file_where_it_has_some() {
    let cuadro = Cuadro {
        nombre: "idi".into(),
        titulo: "IDI".into(),
        columnas: vec![
            Serie::new("entidad", "Entidad *", Clase::Texto, None),
            Serie::new("n", "n", Clase::Entero, 30.0),
            Serie::new("idi", "IDI", Clase::Puntos, 60.0),
            Serie::new("cambio", "Cambio", Clase::Diferencia, 60.0),
            Serie::new("parte", "Parte", Clase::Proporcion, 60.0),
            Serie::new("anio", "Año", Clase::Anio, 60.0),
        ],
        filas: vec![
            vec!["*Uno*".into(), 1234.0.into(), 80.06.into(), (-0.04).into(), 0.5.into(), 2024.0.into()],
            vec!["Total".into(), Celda::Blanco, 70.0.into(), 2.0.into(), 1.0.into(), Celda::Blanco],
        ],
        total: true,
        fuente: "FURAG.".into(),
        nota: Some("n: entidades.".into()),
    };
    let figura = json!({"archivo": "/graficos/0.svg", "alt": "Un *gráfico*", "ancho": 468.0});
    let block = json!({"cuadro": cuadro, "figura": figura, "nada": null});
    let text = "::: tabla cuadro\n:::\n::: tabla cuadro\ntitulo: Otro\nnota:\n:::\n::: tabla nada\n:::\n::: figura figura\ntitulo: **Uno**\nfuente: FURAG.\n:::\n::: figura nada\ntitulo: x\n:::";
    let said = read(text, &scope(&block, &[])).expect("parts");
    let [Parte::Tabla(plain_one), Parte::Tabla(own), Parte::Figura(chart)] = &said[..] else { panic!("{said:?}") };
    let cells = |cells: &[Tramos]| cells.iter().map(|cell| plain(cell)).collect::<Vec<_>>();
    let Fila::Celdas(row) = &plain_one.filas[0] else { panic!("{plain_one:?}") };
    assert_eq!(cells(row), ["*Uno*", "1.234", "80,1", "0,0", "50,0\u{a0}%", "2024"]);
    assert_eq!(plain_one.filas.len(), 1);
    assert_eq!(plain_one.total.as_deref().map(cells).unwrap(), ["Total", "", "70,0", "+2,0", "100,0\u{a0}%", ""]);
    assert_eq!(plain_one.columnas[0].nombre, words("Entidad *"));
    assert_eq!((plain_one.nota.clone(), own.nota.clone()), (Some(words("n: entidades.")), None));
    assert_eq!((&plain_one.titulo, &own.titulo, &own.fuente), (&words("IDI"), &words("Otro"), &words("FURAG.")));
    assert_eq!((chart.alt.as_str(), chart.ancho, chart.nota.as_ref()), ("Un *gráfico*", 468.0, None));
    assert_eq!(chart.titulo, [Tramo::Fuerte(words("Uno"))]);
}

#[test]
fn what_cannot_be_read_is_told_at_its_line() {
    let table = |rest: &str| format!("Antes\n\n::: tabla\ncolumnas: * 60>\n| A | B |\n{rest}");
    for (text, message, line) in [
        (table("| uno |\n:::"), "la fila tiene 1 celda y se esperaban 2", "| uno |"),
        (table("| uno | dos | tres |\n:::"), "la fila tiene 3 celdas y se esperaban 2", "| uno | dos | tres |"),
        (table("|# uno | dos |\n:::"), "la fila tiene 2 celdas y se esperaba 1", "|# uno | dos |"),
        (table("|: uno |\n| dos | tres |\n:::"), "la fila tiene 2 celdas y se esperaba 1", "| dos | tres |"),
        (table("|: uno |\n|= tres |\n:::"), "la fila tiene 1 celda y se esperaban 2", "|= tres |"),
        (table("| uno | dos |\n"), "«::: tabla» no se cierra con «:::»", "::: tabla"),
        ("::: tabla\ncolumnas: *\n| A | B |\n:::".into(), "la tabla tiene 2 columnas y «columnas» da 1", "::: tabla"),
        ("::: tabla\ncolumnas: -3\n| A |\n:::".into(), "«-3» no es el ancho de una columna", "::: tabla"),
        ("::: tabla\n:::".into(), "la tabla no tiene filas ni dice de qué cuadro es", "::: tabla"),
        ("::: tabla\nsuelto\n:::".into(), "«::: tabla» no admite este renglón", "suelto"),
        ("::: tabla cuadro\n:::".into(), "el bloque no tiene un cuadro «cuadro»", "::: tabla cuadro"),
        ("::: tabla otra\n:::".into(), "el bloque no tiene un cuadro «otra»", "::: tabla otra"),
        ("::: figura otra\n:::".into(), "el bloque no tiene una figura «otra»", "::: figura otra"),
        ("::: cifras\n| uno |\n:::".into(), "aquí cada fila tiene dos celdas", "| uno |"),
        ("::: cuadros\n:::".into(), "la directiva «cuadros» no existe", "::: cuadros"),
        ("::: junto\nuno".into(), "«::: junto» no se cierra con «:::»", "::: junto"),
        (
            "::: aviso\nuno\n::: tabla cuadro\n:::\n:::".into(),
            "«::: aviso» solo admite párrafos y listas",
            "::: tabla cuadro",
        ),
        ("::: aviso\n# Título\n:::".into(), "«::: aviso» solo admite párrafos y listas", "# Título"),
        ("::: nota\nuno\n- dos\n- tres\n:::".into(), "«::: nota» solo admite párrafos", "- dos"),
        ("::: nota\nuno\n\n1. dos\n:::".into(), "«::: nota» solo admite párrafos", "1. dos"),
        ("::: fuente\nuno\n::: pagina\n:::".into(), "«::: fuente» solo admite párrafos", "::: pagina"),
        ("::: figura figura\ntitulo: A\n| uno |\n:::".into(), "«::: figura figura» no admite filas", "| uno |"),
        ("::: tabla figura\ncolumnas: *\n:::".into(), "«::: tabla figura» no admite «columnas»", "columnas: *"),
        ("::: datos\nnota: A\n| uno | dos |\n:::".into(), "«::: datos» no admite «nota»", "nota: A"),
        ("uno\n:::".into(), "«:::» cierra lo que no está abierto", ":::"),
    ] {
        assert_eq!(refused(&text), (message.to_owned(), line.to_owned()), "{text}");
    }
}
