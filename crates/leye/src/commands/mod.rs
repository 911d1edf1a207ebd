//! The commands, one file each.

pub(crate) mod calendar;
pub(crate) mod check;
pub(crate) mod city;
pub(crate) mod demo;
pub(crate) mod grade;
pub(crate) mod law;
mod table;
