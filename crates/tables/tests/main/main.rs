//! Reading tables as offices keep them.

mod csv_files;
mod reading;
mod robustness;
mod workbooks;
