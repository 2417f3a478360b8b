//! The code of every finding the program can make, with its severity and what
//! it is about.  `docs/reglas.md` explains each; the tests hold the three lists
//! together.

use super::Severity::{self, Aviso, Error, Nota};

/// A kind of finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Code {
    pub code: &'static str,
    pub severity: Severity,
    /// What it is about, in the user's words, without final stop.
    pub summary: &'static str,
}

/// The entry of `code`.
pub fn find(code: &str) -> Option<&'static Code> {
    ALL.iter().find(|c| c.code == code)
}

/// When a rule is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Moment {
    /// When the files are read.
    Reading,
    /// When a document is composed.
    Composing,
    /// When its pages are set.
    Typesetting,
}

/// When `code` is looked for at the latest.
pub fn moment(code: &str) -> Moment {
    match code {
        "cuadro-resumido" => Moment::Composing,
        "composicion-con-aviso" => Moment::Typesetting,
        _ => Moment::Reading,
    }
}

const fn code(code: &'static str, severity: Severity, summary: &'static str) -> Code {
    Code { code, severity, summary }
}

/// Every code, in the order of `docs/reglas.md`.
pub const ALL: &[Code] = &[
    code("archivo-ilegible", Error, "No se puede leer un archivo o una carpeta"),
    code("archivo-no-utf8", Error, "El archivo no está en UTF-8"),
    code("archivo-desmedido", Error, "El archivo pesa más de lo permitido"),
    code("enlace-circular", Aviso, "Un enlace simbólico contiene la carpeta a la que apunta"),
    code("archivo-no-reconocido", Aviso, "No se sabe qué contiene un archivo"),
    code(
        "identificador-invalido",
        Error,
        "Un identificador o el nombre de un documento no sirve como nombre de archivo",
    ),
    code("archivo-sin-uso", Error, "Un archivo de datos no se usa por su nombre o su carpeta"),
    code("archivo-repetido", Error, "Dos archivos dan lo mismo de una entidad"),
    code("plan-sin-uso", Aviso, "Ningún documento usa el plan de una entidad a la que le falta el suyo"),
    code("recurso-sin-uso", Aviso, "Un archivo de templates o de fonts no se usa"),
    code("archivo-faltante", Error, "Falta un archivo que otro nombra"),
    code("documento-repetido", Error, "Dos archivos darían el mismo PDF"),
    code("pdf-sin-documento", Aviso, "Un PDF sigue en la carpeta y ningún archivo lo describe ya"),
    code("yaml-invalido", Error, "El archivo no se puede leer como YAML"),
    code("yaml-varios-documentos", Error, "El archivo contiene más de un documento YAML"),
    code("yaml-desmedido", Error, "El archivo se expande o se anida más allá de lo permitido"),
    code("clave-repetida", Error, "Una clave está dos veces en el mismo nivel"),
    code("clave-desconocida", Error, "Una clave no existe en el formato"),
    code("clave-faltante", Error, "Falta una clave obligatoria"),
    code("tipo-equivocado", Error, "El valor no es del tipo esperado"),
    code("opcion-desconocida", Error, "El valor no está entre las opciones"),
    code("numero-no-finito", Error, "El número es infinito o no es un número"),
    code("numero-mal-escrito", Error, "El número no está en su forma corriente"),
    code("numero-ambiguo", Error, "El número puede leerse con miles o con decimales"),
    code("decimal-con-coma", Error, "El número tiene coma decimal"),
    code("fecha-invalida", Error, "La fecha no existe o no está en la forma AAAA-MM-DD"),
    code("caracter-sin-glifo", Error, "Un carácter no se puede imprimir con las fuentes del proyecto"),
    code("caracter-reemplazado", Aviso, "Un carácter sin glifo se imprime como un cuadro"),
    code("texto-desmedido", Error, "Un título o un nombre es más largo de lo que admite un PDF"),
    code("ajuste-fuera-de-rango", Error, "Un ajuste del proyecto está fuera de rango"),
    code("color-invalido", Error, "Un color del tema no está en la forma #rrggbb"),
    code("color-ilegible", Error, "Un texto no se distingue de su fondo con los colores del tema"),
    code("contraste-insuficiente", Aviso, "Un texto se distingue poco de su fondo con los colores del tema"),
    code("fuente-desconocida", Error, "El tema nombra una fuente que no está en la carpeta fonts"),
    code("regla-desconocida", Error, "Se silencia una regla que no existe"),
    code("regla-no-silenciable", Error, "Se silencia un error"),
    code("silencio-sin-uso", Aviso, "Se silencia una regla que no encuentra nada"),
    code("identificador-repetido", Error, "Un identificador está dos veces en el catálogo"),
    code("lapso-invalido", Error, "Un lapso de vigencias se cruza con otro o termina antes de empezar"),
    code("nombre-compartido", Aviso, "Un nombre del catálogo es de dos entidades"),
    code("dimension-desconocida", Error, "La dimensión no está en el catálogo"),
    code("dimension-repetida", Error, "Una dimensión está dos veces en los resultados"),
    code("dimension-parecida", Aviso, "El nombre de la dimensión se parece a uno del catálogo"),
    code("sector-desconocido", Error, "El sector no está en el catálogo"),
    code("tipo-entidad-desconocido", Error, "El tipo de entidad no está en el catálogo"),
    code("entidad-desconocida", Error, "La entidad no está en el catálogo"),
    code("politica-desconocida", Error, "La política no está en el catálogo"),
    code("politica-parecida", Aviso, "El nombre de la política se parece a uno del catálogo"),
    code("politica-alias", Nota, "La política está escrita con otro de sus nombres"),
    code("politica-repetida", Error, "Una política está dos veces, quizá con dos nombres"),
    code("politica-fuera-de-vigencia", Error, "La política no se medía en esa vigencia"),
    code("politica-por-confirmar", Aviso, "No está confirmado que la política se midiera en esa vigencia"),
    code("codigo-no-coincide", Error, "El código no es el de la política en esa vigencia"),
    code("vigencia-fuera-de-rango", Error, "La vigencia no es un año entre 2000 y 2100"),
    code("vigencia-no-coincide", Error, "El nombre del archivo y su vigencia no coinciden"),
    code("fuente-de-otra-vigencia", Aviso, "La fuente nombra otra vigencia"),
    code("puntaje-fuera-de-rango", Error, "Un puntaje no está entre 0 y 100"),
    code("idi-fuera-de-politicas", Aviso, "El IDI está fuera del rango de sus políticas"),
    code("grupo-par-incoherente", Error, "Mínimo, promedio y máximo del grupo par están en desorden"),
    code("puntaje-fuera-del-grupo-par", Error, "El puntaje está fuera del mínimo y el máximo de su grupo par"),
    code("quintil-fuera-de-rango", Error, "El quintil no está entre 1 y 5"),
    code("meci-con-idi", Error, "Una entidad que se mide solo en control interno tiene IDI"),
    code("meci-con-politica", Error, "Una entidad que se mide solo en control interno tiene otra política"),
    code("ejemplo-sin-marcar", Aviso, "Los datos dicen no ser reales y no están marcados"),
    code("plan-ambiguo", Error, "El plan da actividades y también conteos"),
    code("plan-vacio", Error, "El plan no tiene actividades"),
    code("total-no-cuadra", Error, "El total escrito no es la suma"),
    code("actividades-fuera-de-rango", Error, "Un número de actividades es imposible"),
    code("sin-recurso-excede-el-plan", Error, "Hay más actividades sin recurso que actividades en el plan"),
    code("recurso-incompleto", Aviso, "Unas actividades dicen si tienen recurso y otras no"),
    code("inicio-despues-del-fin", Error, "La actividad empieza después de terminar"),
    code("avance-sobre-cero", Error, "El avance se mide sobre cero"),
    code("avance-fuera-de-rango", Error, "El avance no está entre 0 y 100 %"),
    code("avance-en-proporcion", Aviso, "Un avance parece una proporción y se lee como porcentaje"),
    code("actividad-repetida", Aviso, "Dos actividades tienen el mismo id"),
    code("actividad-vencida", Nota, "La actividad terminaba antes del corte o ese mismo día y no está cumplida"),
    code("estado-no-coincide", Aviso, "El estado escrito no es el que dan las fechas y el avance"),
    code("responsable-faltante", Aviso, "Una actividad en marcha no tiene responsable"),
    code("evidencia-faltante", Aviso, "Una actividad cumplida no tiene evidencia"),
    code("avance-antes-del-inicio", Aviso, "Hay avance en una actividad que empieza después del corte"),
    code("sesion-desconocida", Error, "La sesión no es del plan de trabajo"),
    code("funcion-sin-actividades", Error, "Una función no tiene ningún renglón"),
    code("contenido-desconocido", Error, "Un contenido de la sección no existe"),
    code("contenido-sin-valor", Error, "A un contenido le falta su valor"),
    code("contenido-sin-datos", Error, "Un contenido pide datos que no hay"),
    code(
        "entidad-ambigua",
        Error,
        "No se sabe de qué entidad se trata: falta, está dicha de dos maneras o es de varias",
    ),
    code("seleccion-vacia", Error, "Ninguna entidad cumple el filtro de un documento"),
    code("entidad-sin-resultados", Nota, "Una entidad del conjunto no tiene resultados de la vigencia"),
    code("cuadro-resumido", Aviso, "Un cuadro es demasiado grande y el documento lo resume"),
    code("comparacion-no-anterior", Error, "El informe se compara con una vigencia que no es anterior"),
    code("comparacion-entre-mediciones", Nota, "Entre las dos vigencias cambió la medición"),
    code("fechas-en-desorden", Error, "Corte, elaboración, portada y publicación están en desorden"),
    code("vigencia-sin-medir", Aviso, "En la fecha del informe la vigencia no se ha medido"),
    code("misma-persona", Aviso, "La misma persona elabora y revisa o aprueba"),
    code("firma-parecida", Aviso, "Dos firmas casi tienen el mismo nombre"),
    code("anio-no-coincide", Aviso, "El título o el recuadro nombra otro año que los datos"),
    code("campo-repetido", Aviso, "El recuadro de control tiene un campo dos veces"),
    code("pagina-escrita", Aviso, "El recuadro de control numera las páginas a mano"),
    code("titulo-repetido", Aviso, "Dos secciones vecinas tienen el mismo título"),
    code("seccion-vacia", Aviso, "Una sección no tiene contenido"),
    code("recomendacion-repetida", Aviso, "Una recomendación está dos veces en el documento"),
    code("norma-desconocida", Error, "La norma no está en el catálogo"),
    code("norma-derogada", Aviso, "Otra norma la había derogado en la fecha del documento"),
    code("norma-mal-citada", Aviso, "Una norma citada en un texto no puede ser, o se parece a una del catálogo"),
    code("marcador-sin-llenar", Aviso, "Quedó un marcador sin llenar"),
    code("palabra-repetida", Aviso, "Una palabra está escrita dos veces seguidas"),
    code("fecha-imposible", Aviso, "Un texto nombra un día que no existe"),
    code("periodo-imposible", Aviso, "Los meses de un periodo no son los de su nombre"),
    code("html-en-texto", Aviso, "El texto tiene una etiqueta HTML"),
    code("marca-sin-efecto", Aviso, "Una marca de formato o una cifra viva está donde se imprime tal cual"),
    code("cifra-escrita-distinta", Aviso, "Una cifra escrita en el texto no es la de los datos"),
    code("variacion-escrita-distinta", Aviso, "Una variación escrita en el texto no es la de los datos"),
    code("variacion-entre-mediciones", Aviso, "El texto da una variación entre vigencias que no se comparan"),
    code("conteo-escrito-distinto", Aviso, "Un número de actividades escrito en el texto no es el del plan"),
    code("decimales-mezclados", Aviso, "El documento escribe unas cifras con coma decimal y otras con punto"),
    code("referencia-sin-destino", Aviso, "El texto nombra una tabla o una figura que el documento no tiene"),
    code("numero-del-modelo", Aviso, "El texto da otro número de políticas o de dimensiones que el catálogo"),
    code("enlace-sin-destino", Error, "Un enlace del texto no lleva a una dirección completa"),
    code("cifra-desconocida", Error, "Una cifra viva no existe en los datos"),
    code("cifra-invalida", Error, "Una cifra viva no se puede evaluar"),
    code("cifra-sin-cerrar", Error, "Una cifra viva no se cierra"),
    code("cifras-de-mas", Error, "Un texto cita demasiadas cifras"),
    code("plantilla-invalida", Error, "Una plantilla no se puede usar"),
    code("composicion-fallida", Error, "Typst no pudo componer la página"),
    code("composicion-con-aviso", Aviso, "Typst compuso la página y advierte algo de la plantilla"),
    code("fallo-interno", Error, "El programa falló al hacer un documento"),
    code("celda-vacia", Error, "Una celda que hace falta está vacía"),
    code("celda-sin-numero", Error, "Una celda no tiene un número"),
    code("celda-sin-calcular", Error, "Una celda tiene una fórmula sin resultado o con error"),
    code("valor-en-proporcion", Error, "Un valor parece una proporción y no un porcentaje ni un puntaje"),
    code("columna-en-proporcion", Aviso, "Los avances de una columna se toman como proporciones"),
    code("columna-desconocida", Aviso, "Una columna o un índice del archivo no se reconoce y no se importa"),
    code("encabezado-distinto", Aviso, "El nombre de un encabezado no es ninguno de los de su código"),
    code("contenido-oculto", Aviso, "Una hoja, una fila o una columna del libro está oculta"),
    code("columna-faltante", Aviso, "El archivo no trae un índice de la vigencia"),
    code("idi-en-blanco", Aviso, "Una entidad tiene otros índices y no tiene IDI"),
    code("fila-repetida", Error, "Dos filas del archivo dan el mismo dato"),
    code("fila-descuadrada", Error, "Una línea del CSV no tiene las columnas del encabezado"),
    code("seleccion-sin-filas", Error, "Lo que se pidió no está en el archivo"),
    code("subindices-sin-politica", Nota, "Una política sin puntaje tiene subíndices"),
    code("fila-sin-datos", Nota, "Una fila de total, de nota o sin nada que importar"),
    code("renglon-repetido", Aviso, "Una fila dice lo mismo que otra"),
    code("id-repetido", Aviso, "Dos actividades del libro tienen el mismo número"),
    code("entidad-parecida", Aviso, "El nombre de la entidad se parece a uno del catálogo"),
    code("entidad-contradictoria", Error, "El código y el nombre de una fila no son de la misma entidad"),
    code("entidad-sin-reconocer", Aviso, "Filas que no se importan nombran una entidad que el catálogo no conoce"),
    code("archivo-existente", Error, "El archivo de datos ya existe y dice otra cosa"),
    code("dato-manual", Aviso, "Lo corregido o agregado a mano no es lo importado"),
    code("renglon-quitado", Aviso, "Al reescribir un archivo se quitan renglones que lo importado no trae"),
];
