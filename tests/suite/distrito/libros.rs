//! The workbooks of results as Función Pública publishes them, with the defects
//! that real ones have: hyphenated and broken headers, codes in lower case,
//! numbers kept as text, and names of entities written in other ways.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError};
use seguimiento::locale::fold;

use super::modelo::{self, Organismo, sorteo};
use super::{Fila, IDI, catalogo, tabla};

/// Every workbook says it, since it looks like an official one.
pub const ADVERTENCIA: &str = "DATOS DE EJEMPLO: no son resultados oficiales";

pub const DISTRITO: &str = "Bogotá, D.C.";

/// A row of a workbook of results.
pub struct Registro {
    pub organismo: Organismo,
    /// The name as the workbook writes it.
    pub escrito: String,
    pub departamento: &'static str,
    pub municipio: &'static str,
    pub valores: Fila,
}

/// Invented bodies of other places. The fourth bears the name of a body of the
/// district, as it happens in the country: only its municipality tells them apart.
const AJENAS: [(&str, &str, &str, bool); 6] = [
    ("ajena-alcaldia-1", "Alcaldía de Municipio de Ejemplo", "Municipio de Ejemplo", false),
    ("ajena-alcaldia-2", "Alcaldía de Villa de Ejemplo", "Villa de Ejemplo", false),
    ("ajena-gobernacion", "Gobernación de Departamento de Ejemplo", "Distrito de Ejemplo", false),
    ("ajena-turismo", "Instituto Distrital de Turismo", "Distrito de Ejemplo", false),
    ("ajena-personeria", "Personería de Municipio de Ejemplo", "Municipio de Ejemplo", true),
    ("ajena-hospital", "Hospital de Villa de Ejemplo E.S.E.", "Villa de Ejemplo", false),
];

/// Other spellings of entities, by vigencia: aliases and slips of the pen.
const GRAFIAS: [(u32, &str, &str); 14] = [
    (2022, "caja-vivienda-popular", "Caja de Vivienda Popular"),
    (2022, "secretaria-habitat", "Secretaría Distrital de Hábitat"),
    (2022, "jardin-botanico", "Jardín Botánico José Celestino Multis"),
    (2022, "instituto-desarrollo-urbano", "Instituto de Desarollo Urbano"),
    (2023, "unidad-catastro", "Unidad Administrativa Especial de Catastro"),
    (2023, "secretaria-educacion", "Secretaría Distrital de Educación"),
    (2023, "concejo-bogota", "Concejo de Bogotá D.C."),
    (2023, "instituto-patrimonio-cultural", "Instituto Distrital de Patrimonio Cutural"),
    (2023, "empresa-acueducto-alcantarillado", "Empresa de Acueducto y Alcantarilado de Bogotá"),
    (2024, "caja-vivienda-popular", "Caja de Vivienda Popular"),
    (2024, "unidad-mantenimiento-vial", "Unidad de Mantenimiento Vial"),
    (2024, "concejo-bogota", "Concejo de Bogotá D.C."),
    (2024, "fundacion-gilberto-alzate-avendano", "FUNDACION GILBERTO ALZATE AVENDANO"),
    (2024, "servicio-civil-distrital", "Departamento Administrativo del Servicio Civil Distital"),
];

/// Columns whose numbers are text with a decimal comma, by vigencia.
pub const COMO_TEXTO: [(u32, &str); 8] = [
    (2022, "D1"),
    (2022, "POL07"),
    (2023, "POL16"),
    (2023, "I20"),
    (2023, "I21"),
    (2024, "D3"),
    (2024, "POL08"),
    (2024, "I12"),
];

/// The rows of a vigencia, in the order of their Sigep codes.
pub fn registros(vigencia: u32) -> Vec<Registro> {
    let mut registros: Vec<_> = modelo::organismos()
        .into_iter()
        .filter_map(|organismo| {
            let valores = tabla(vigencia).get(&organismo.slug)?.clone();
            let escrito = escrito(&organismo, vigencia);
            Some(Registro { organismo, escrito, departamento: DISTRITO, municipio: DISTRITO, valores })
        })
        .collect();
    registros.extend(AJENAS.into_iter().map(|(slug, nombre, municipio, meci)| {
        let organismo = Organismo {
            slug: slug.to_owned(),
            nombre: nombre.to_owned(),
            tipo: "municipal".to_owned(),
            sector: String::new(),
            meci,
        };
        let valores = modelo::fila(&organismo, vigencia).expect("always reports");
        let escrito = nombre.to_owned();
        Registro { organismo, escrito, departamento: "Departamento de Ejemplo", municipio, valores }
    }));
    registros.sort_by_key(|r| codigo_sigep(&r.organismo.slug));
    registros
}

/// The entity's name as the workbook of the vigencia writes it.
fn escrito(o: &Organismo, vigencia: u32) -> String {
    if let Some((_, _, other)) = GRAFIAS.iter().find(|(v, slug, _)| *v == vigencia && *slug == o.slug) {
        return (*other).to_owned();
    }
    // Some files shout, without accents.
    if sorteo(&format!("{}/mayusculas/{vigencia}", o.slug), 8) == 0 {
        return fold(&o.nombre).to_uppercase();
    }
    o.nombre.clone()
}

/// An invented code; text, since some begin with zeros.
pub fn codigo_sigep(slug: &str) -> String {
    format!("{:05}", sorteo(&format!("{slug}/sigep"), 30_000))
}

/// The peer group that the file names.
pub fn grupo_par(o: &Organismo) -> &'static str {
    match o.tipo.as_str() {
        _ if o.meci => "Grupo par MECI: organismos de control y corporaciones públicas",
        "central" => "Grupo par 1: sector central de Bogotá, D.C.",
        "adscrita" => "Grupo par 2: establecimientos públicos y unidades administrativas de Bogotá, D.C.",
        "mixta" if o.sector == "salud" => "Grupo par 3: prestadores y aseguradores de salud de Bogotá, D.C.",
        "mixta" => "Grupo par 4: empresas y sociedades de Bogotá, D.C.",
        "alcaldia-local" => "Grupo par 5: alcaldías locales de Bogotá, D.C.",
        _ => "Grupo par 9: municipios intermedios",
    }
}

pub fn naturaleza(o: &Organismo) -> &'static str {
    let starts = |prefix: &str| fold(&o.nombre).starts_with(prefix);
    match o.tipo.as_str() {
        _ if o.slug == "concejo-bogota" => "CORPORACIÓN PÚBLICA",
        _ if o.meci => "ORGANISMO DE CONTROL",
        "central" if starts("secretaria") => "SECRETARÍA DE DESPACHO",
        "central" if starts("departamento") => "DEPARTAMENTO ADMINISTRATIVO",
        _ if starts("unidad administrativa") => "UNIDAD ADMINISTRATIVA ESPECIAL",
        "adscrita" => "ESTABLECIMIENTO PÚBLICO",
        "mixta" if starts("subred") => "EMPRESA SOCIAL DEL ESTADO",
        "mixta" => "EMPRESA O SOCIEDAD PÚBLICA",
        "alcaldia-local" => "ALCALDÍA LOCAL",
        _ if starts("alcaldia") => "ALCALDÍA",
        _ if starts("gobernacion") => "GOBERNACIÓN",
        _ if starts("hospital") => "EMPRESA SOCIAL DEL ESTADO",
        _ => "ESTABLECIMIENTO PÚBLICO",
    }
}

fn clasificacion(o: &Organismo) -> &'static str {
    match o.tipo.as_str() {
        _ if o.meci => "ORGANISMOS DE CONTROL Y CORPORACIONES",
        "central" => "SECTOR CENTRAL",
        "alcaldia-local" => "SECTOR LOCALIDADES",
        "municipal" if o.slug.starts_with("ajena-alcaldia") || o.slug == "ajena-gobernacion" => "SECTOR CENTRAL",
        _ => "SECTOR DESCENTRALIZADO",
    }
}

/// The columns of values: code and header as the file writes it.
pub fn indices(vigencia: u32) -> Vec<(String, String)> {
    let catalogo = catalogo();
    let mut indices = vec![(IDI.to_owned(), "Índice de Desempeño Institucional".to_owned())];
    for d in &catalogo.dimensiones {
        indices.push((d.codigo.clone(), format!("{} {}", d.codigo, d.nombre)));
    }
    let mut politicas: Vec<_> = catalogo.politicas.iter().filter_map(|p| p.nombre_en(vigencia)).collect();
    politicas.sort_by(|a, b| a.codigo.cmp(&b.codigo));
    for p in politicas {
        indices.push((p.codigo.clone(), format!("{} {}", p.codigo, p.nombre)));
    }
    let mut subindices: Vec<_> = catalogo.politicas.iter().flat_map(|p| &p.subindices).collect();
    subindices.sort_by(|a, b| a.codigo.cmp(&b.codigo));
    for s in subindices {
        let nombre = s.nombre.as_ref().map(|n| format!(" {n}")).unwrap_or_default();
        indices.push((s.codigo.clone(), format!("{}{nombre}", s.codigo)));
    }
    indices
}

/// The header of a column of values, with the defects of the official files.
fn encabezado(codigo: &str, nombre: &str) -> String {
    match codigo {
        "D2" => "D2 Direcciona- miento Estratégico y Planeación".to_owned(),
        "D3" => "D3  Gestión para Resultados con Valores".to_owned(),
        "POL04" => nombre.replace(" y ", "\ny "),
        "I20" => nombre.replace("I20", "i20"),
        _ => nombre.to_owned(),
    }
}

pub fn resultados(vigencia: u32) -> Vec<u8> {
    let titulo = format!("Resultados del Índice de Desempeño Institucional – vigencia {vigencia}");
    libro("Territorio", &titulo, |sheet| {
        let datos = [
            "Código Sigep",
            "Entidad",
            "Naturaleza Jurídica",
            "Clasificación orgánica",
            "Departamento",
            "Municipio",
            "Grupo par",
            "Tipo Formulario",
        ];
        let indices = indices(vigencia);
        let headers: Vec<String> = datos
            .into_iter()
            .map(str::to_owned)
            .chain(indices.iter().map(|(codigo, nombre)| encabezado(codigo, nombre)))
            .collect();
        titulos(sheet, &titulo, headers.len())?;
        encabezados(sheet, 2, &headers)?;
        let points = Format::new().set_num_format("0.0");
        for (row, r) in (3..).zip(registros(vigencia)) {
            let o = &r.organismo;
            let formulario = if o.meci { "MECI" } else { "MIPG y MECI" };
            let codigo = codigo_sigep(&o.slug);
            let texts = [
                codigo.as_str(),
                &r.escrito,
                naturaleza(o),
                clasificacion(o),
                r.departamento,
                r.municipio,
                grupo_par(o),
                formulario,
            ];
            for (column, text) in (0..).zip(texts) {
                sheet.write_string(row, column, text)?;
            }
            for (column, (codigo, _)) in (texts.len() as u16..).zip(&indices) {
                let Some(value) = r.valores[codigo] else { continue };
                if COMO_TEXTO.contains(&(vigencia, codigo.as_str())) {
                    sheet.write_string(row, column, value.to_string().replace('.', ","))?;
                } else {
                    sheet.write_number_with_format(row, column, value, &points)?;
                }
            }
        }
        sheet.set_column_width(1, 46)?.set_column_width(6, 40)?;
        sheet.set_freeze_panes(3, 2)?;
        Ok(())
    })
}

/// A workbook of one sheet, the same bytes every time: its date is given.
pub fn libro(hoja: &str, titulo: &str, write: impl FnOnce(&mut Worksheet) -> Result<(), XlsxError>) -> Vec<u8> {
    let make = || {
        let mut workbook = Workbook::new();
        let created = ExcelDateTime::from_ymd(2025, 10, 1)?;
        let properties =
            DocProperties::new().set_title(titulo).set_comment(ADVERTENCIA).set_creation_datetime(&created);
        workbook.set_properties(&properties);
        let sheet = workbook.add_worksheet();
        sheet.set_name(hoja)?;
        write(sheet)?;
        workbook.save_to_buffer()
    };
    make().unwrap_or_else(|e| panic!("{hoja}: {e}"))
}

/// The two title rows over `columns` columns.
pub fn titulos(sheet: &mut Worksheet, titulo: &str, columns: usize) -> Result<(), XlsxError> {
    let last = columns as u16 - 1;
    sheet.merge_range(0, 0, 0, last, titulo, &Format::new().set_bold().set_font_size(14))?;
    sheet.merge_range(1, 0, 1, last, ADVERTENCIA, &Format::new().set_bold())?;
    Ok(())
}

pub fn encabezados<S: AsRef<str>>(sheet: &mut Worksheet, row: u32, headers: &[S]) -> Result<(), XlsxError> {
    let format = Format::new().set_bold().set_text_wrap().set_align(FormatAlign::VerticalCenter);
    for (column, header) in (0..).zip(headers) {
        sheet.write_string_with_format(row, column, header.as_ref(), &format)?;
    }
    Ok(())
}
