//! What blocks may need of the data, said once: in words, and how to mend it where it is not there.

/// Declares the needs: in words, with what messages add after `+`, and its remedy; after
/// `in` the type of data file that says it, where a report takes those for its contents alone.
macro_rules! needs {
    ($($(#[$meta:meta])* $variant:ident = $what:literal $(+ $more:literal)?, $remedy:literal $(, in $dato:literal)?;)*) => {
        /// Something in the data that a block cannot do without.
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
    Subindices = "subíndices de las políticas",
        "agregue «subindices:» a las políticas del archivo de resultados o quite el contenido";
    Plan = "un plan de mejoramiento", "agregue «plan:» al informe o quite el contenido";
    Actividades = "un plan con sus actividades una por una", "agregue «actividades:» al plan o quite el contenido";
    SinRecurso = "un plan que diga qué actividades no tienen recurso",
        "agregue «sin_recurso:» (o «recurso:» en cada actividad) al plan, o quite el contenido";
    ControlInterno = "el índice de control interno",
        "agregue la política Control Interno al archivo de resultados o quite el contenido";
    Recomendaciones = "las recomendaciones de la Función Pública",
        "agregue el archivo recomendaciones-AAAA.yaml de la entidad o quite el contenido", in "recomendaciones";
    Mediciones = "otras mediciones de la entidad",
        "agregue el archivo mediciones-AAAA.yaml de la entidad o quite el contenido", in "mediciones";
    /// Those of a set.
    ResultadosDeEntidades = "resultados de la vigencia",
        "agregue los archivos de resultados de las entidades o quite el contenido";
    ControlInternoDeEntidades = "resultados de Control Interno",
        "agregue la política a los resultados o quite el contenido";
    Departamentos = "el departamento de cada entidad",
        "agregue «departamento:» en el catálogo de entidades o quite el contenido";
    OtraVigencia = "otra vigencia comparable, con resultados de las mismas entidades",
        "agregue «comparar_con:», los resultados de esa vigencia, o quite el contenido";
    VigenciasAnteriores = "resultados de las mismas entidades en una vigencia anterior comparable",
        "agregue los resultados de esa vigencia o quite el contenido";
    Planes = "planes de mejoramiento de las entidades", "agregue «plan:» y los planes, o quite el contenido";
}
