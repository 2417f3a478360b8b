//! Content that is computed from the data: each word, what it prints and what it needs, said once.

use super::opciones::{ClaseOpcion, Contenido, Opcion};
use super::shape::choice;

/// Declares what components may need: in words, with what messages add after `+`, and its remedy; after
/// `in` the type of data file that says it, where a report takes those for its contents alone.
macro_rules! needs {
    ($($(#[$meta:meta])* $variant:ident = $what:literal $(+ $more:literal)?, $remedy:literal $(, in $dato:literal)?;)*) => {
        /// Something in the data that a component cannot do without.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Necesidad {
            $($(#[$meta])* $variant,)*
        }

        impl Necesidad {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// In words, as the guide says it.
            pub fn que(self) -> &'static str {
                match self { $(Self::$variant => $what,)* }
            }

            /// As messages say it where it is not there, after «necesita».
            pub fn falta(self) -> &'static str {
                match self { $(Self::$variant => concat!($what $(, $more)?),)* }
            }

            /// The type of data file that a report takes only where a content needs this.
            pub fn dato(self) -> Option<&'static str> {
                let dato: &[&'static str] = match self { $(Self::$variant => &[$($dato)?],)* };
                dato.first().copied()
            }

            /// What to do where it is not there.
            pub fn remedio(self) -> &'static str {
                match self { $(Self::$variant => $remedy,)* }
            }
        }
    };
}

needs! {
    Resultados = "resultados", "agregue el archivo de resultados";
    Idi = "el IDI de la vigencia", "agregue «idi:» al archivo de resultados o quite el contenido";
    Politicas = "políticas medidas", "agregue «politicas:» al archivo de resultados o quite el contenido";
    /// Not all with one value.
    PuntajesDistintos = "puntajes distintos" + ", y todas las políticas tienen el mismo",
        "quite el contenido: la tabla de políticas ya las muestra todas";
    /// More policies than would be listed as high and as low.
    MasPoliticas = "más políticas medidas que las que se listan",
        "baje «extremos» en data/proyecto.yaml o quite el contenido";
    /// No policy would be listed as high and as low.
    MenosEmpates = "menos empates" + ": con ellos una política estaría entre las altas y entre las bajas",
        "quite el contenido: la tabla de políticas ya las muestra todas";
    Plan = "un plan de mejoramiento", "agregue «plan:» al informe o quite el contenido";
    Actividades = "un plan con sus actividades una por una", "agregue «actividades:» al plan o quite el contenido";
    SinRecurso = "un plan que diga qué actividades no tienen recurso",
        "agregue «sin_recurso:» (o «recurso:» en cada actividad) al plan, o quite el contenido";
    ControlInterno = "el índice de control interno",
        "agregue la política Control Interno al archivo de resultados o quite el contenido";
    Recomendaciones = "las recomendaciones de la Función Pública",
        "agregue el archivo recomendaciones-AAAA.yaml de la entidad o quite el contenido", in "recomendaciones";
    /// Those of a set.
    ResultadosDeEntidades = "resultados de la vigencia",
        "agregue los archivos de resultados de las entidades o quite el contenido";
    ControlInternoDeEntidades = "resultados de Control Interno",
        "agregue la política a los resultados o quite el contenido";
    Departamentos = "el departamento de cada entidad",
        "agregue «departamento:» en el catálogo de entidades o quite el contenido";
    OtraVigencia = "otra vigencia comparable, con resultados de las mismas entidades",
        "agregue «comparar_con:», los resultados de esa vigencia, o quite el contenido";
    Planes = "planes de mejoramiento de las entidades", "agregue «plan:» y los planes, o quite el contenido";
}

/// Declares the components of a kind: the doc comment of each is what it prints, and between
/// brackets stands what it needs, in the order in which it is told; then the options that it takes.
macro_rules! components {
    ($(#[$meta:meta])* $vis:vis enum $name:ident ($what:literal) {
        $($(#[doc = $doc:literal])* $variant:ident = $word:literal [$($need:ident),*]
            $({ $($(#[doc = $said:literal])* $option:ident: $class:ident),* })?,)*
    }) => {
        choice! {
            $(#[$meta])*
            $vis enum $name ($what, $name::describe) {
                $($(#[doc = $doc])* $variant = $word,)*
            }
        }

        impl Contenido for $name {
            fn of_word(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|content| content.word() == word)
            }

            fn opciones(self) -> &'static [Opcion] {
                $name::opciones(self)
            }

            fn all() -> Vec<(Self, &'static str)> {
                Self::ALL.iter().map(|content| (*content, content.word())).collect()
            }
        }

        impl $name {
            /// What it prints, for the schemas and the guide.
            pub fn imprime(self) -> &'static str {
                match self { $(Self::$variant => concat!($($doc,)*).trim_ascii(),)* }
            }

            /// What it needs, in the order in which it is told.
            pub fn necesita(self) -> &'static [Necesidad] {
                match self { $(Self::$variant => &[$(Necesidad::$need),*],)* }
            }

            /// What it may be told.
            pub fn opciones(self) -> &'static [Opcion] {
                match self {
                    $(Self::$variant => {
                        const OPTIONS: &[Opcion] = &[$($(Opcion {
                            palabra: stringify!($option),
                            clase: ClaseOpcion::$class,
                            dice: concat!($($said,)*).trim_ascii(),
                        }),*)?];
                        OPTIONS
                    })*
                }
            }

            /// The description of its word in the schemas.
            fn describe(self) -> String {
                let needs: Vec<_> = self.necesita().iter().map(|need| need.que()).collect();
                match needs.as_slice() {
                    [] => self.imprime().to_owned(),
                    needs => format!("{} (necesita {})", self.imprime(), crate::locale::lista(needs)),
                }
            }
        }
    };
}

components! {
    /// Content of a follow-up report.
    pub enum Componente ("un contenido de un informe de seguimiento") {
        /// las cifras principales y los hallazgos, en frases; solo dice lo que los datos sostienen, y con plan habla también del plan
        Sintesis = "sintesis" [Resultados] {
            /// cuántos hallazgos se dicen, los primeros; si faltan, se dice de cuántos
            hallazgos: Cuantas
        },
        /// el IDI; con «comparar_con», los dos valores y la variación en puntos, o la nota de que no se comparan
        Indice = "indice" [Idi],
        /// las políticas medidas por dimensión: código, índice, brecha a 100 y puesto
        TablaPoliticas = "tabla_politicas" [Politicas] {
            /// solo estas políticas, por su nombre; el puesto sigue siendo entre todas las medidas
            politicas: Politicas
        },
        /// gráfico de puntos de las políticas, con el IDI como referencia
        GraficoPoliticas = "grafico_politicas" [Politicas] {
            /// solo estas políticas, por su nombre
            politicas: Politicas
        },
        /// las políticas más altas y las más bajas; los empates entran completos
        Extremos = "extremos" [Politicas, PuntajesDistintos, MasPoliticas, MenosEmpates] {
            /// cuántas políticas se listan en cada extremo; si falta, las de «extremos» en data/proyecto.yaml
            cuantas: Cuantas
        },
        /// una subsección por dimensión, con su índice y sus políticas; se imprime después de los demás contenidos de su sección, para que ninguno quede dentro de la última dimensión
        DetalleDimensiones = "detalle_dimensiones" [Resultados],
        /// actividades por política y total
        Plan = "plan" [Plan],
        /// cuántas actividades hay en cada estado al corte
        EstadoPlan = "estado_plan" [Actividades],
        /// las actividades con responsable, plazo, avance y estado
        Actividades = "actividades" [Actividades],
        /// actividades sin recurso por política, en tabla y gráfico
        SinRecurso = "sin_recurso" [SinRecurso],
        /// cada política medida frente a las actividades que le da el plan
        IndicePlan = "indice_plan" [Plan, Politicas],
        /// las recomendaciones de la Función Pública, por política
        RecomendacionesFurag = "recomendaciones_furag" [Recomendaciones] {
            /// solo las de estas políticas, por su nombre
            politicas: Politicas
        },
        /// el índice de control interno y los componentes del MECI; con «comparar_con», las dos vigencias
        ControlInterno = "control_interno" [ControlInterno],
    }
}

components! {
    /// Content of a consolidated report.
    pub enum ComponenteConsolidado ("un contenido de un consolidado") {
        /// el conjunto, la fuente, la vigencia, el corte y cuántas entidades tienen IDI, se miden solo en control interno o no tienen resultado
        FichaTecnica = "ficha_tecnica" [],
        /// las cifras principales y los hallazgos, en frases
        Resumen = "resumen" [ResultadosDeEntidades],
        /// la distribución del IDI y un gráfico con cada entidad, por sector o por departamento
        Distribucion = "distribucion" [ResultadosDeEntidades],
        /// el puesto de cada entidad con IDI; los empates comparten el puesto
        Puestos = "puestos" [ResultadosDeEntidades],
        /// el IDI por sector: n, mínimo, cuartiles, máximo y promedio; con menos de cuatro entidades no hay cuartiles y con menos de tres, ni mediana ni promedio ni puesto entre los demás, tampoco en el total
        Sectores = "sectores" [ResultadosDeEntidades],
        /// el IDI por tipo de entidad, como en «sectores», con gráfico
        Tipos = "tipos" [ResultadosDeEntidades],
        /// el IDI por departamento, como en «sectores»
        Departamentos = "departamentos" [Departamentos, ResultadosDeEntidades],
        /// los índices de las dimensiones, como en «sectores», con gráfico
        Dimensiones = "dimensiones" [ResultadosDeEntidades],
        /// los índices de las políticas, como en «sectores», con gráfico
        Politicas = "politicas" [ResultadosDeEntidades],
        /// el índice de cada entidad en cada política, sombreado por bandas
        Matriz = "matriz" [ResultadosDeEntidades],
        /// el cambio por sector y por política y las mayores subidas y bajadas, entre las entidades medidas en las dos vigencias
        Cambio = "cambio" [OtraVigencia],
        /// los componentes del MECI y las entidades que se miden solo en control interno
        ControlInterno = "control_interno" [ControlInternoDeEntidades],
        /// quién sostiene el cuartil superior de cada política en las dos vigencias
        BuenasPracticas = "buenas_practicas" [OtraVigencia],
        /// por política: quién lidera, qué muestran los datos, qué se recomienda
        RecomendacionesLideres = "recomendaciones_lideres" [ResultadosDeEntidades],
        /// el estado de los planes por política y por entidad
        Planes = "planes" [Planes],
        /// cómo se calcula cada cosa
        Metodo = "metodo" [],
        /// qué quiere decir cada palabra
        Glosario = "glosario" [],
        /// los conteos de entrada y de salida y los archivos oficiales de origen
        Trazabilidad = "trazabilidad" [],
        /// anexo: los índices de las dimensiones, entidad por entidad
        ValoresDimensiones = "valores_dimensiones" [ResultadosDeEntidades],
        /// anexo: los archivos de datos, con su huella
        Insumos = "insumos" [],
    }
}
