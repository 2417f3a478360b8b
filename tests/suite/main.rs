//! The one integration binary.  `INSTA_UPDATE=always cargo test` renews the
//! expected texts in `snapshots/`.

mod bad_input;
mod campos;
mod cases;
mod comite;
mod commands;
mod conjuntos;
mod consolidado;
mod corpus;
mod distrito;
mod documents;
mod exploration;
mod exportar;
mod filas;
mod funnel;
mod fuzz;
mod guide;
mod hojas;
mod importar;
mod libros;
mod limites;
mod lotes;
mod pages;
mod pdf_contract;
mod phrases;
mod pictures;
mod planes;
mod plantillas;
mod properties;
mod registro;
mod reimportar;
mod rutas;
mod schemas;
mod structure;
mod support;
mod vuelta;
