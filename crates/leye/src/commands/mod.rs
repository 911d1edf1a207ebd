//! The commands, one file each.

pub(crate) mod backup;
pub(crate) mod calendar;
pub(crate) mod check;
pub(crate) mod city;
pub(crate) mod database;
pub(crate) mod deliver;
pub(crate) mod demo;
pub(crate) mod doctor;
pub(crate) mod export;
pub(crate) mod grade;
pub(crate) mod import;
pub(crate) mod law;
pub(crate) mod restore;
pub(crate) mod seal;
pub(crate) mod serve;
mod table;
pub(crate) mod verify;
