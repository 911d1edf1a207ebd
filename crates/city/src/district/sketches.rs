//! What the district is made of, as plain data.

use kernel::Day;

/// An office of the four levels (BJ18 art. 4): city, district, street or area, community.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfficeSketch {
    /// The statistics code of 12 digits of the division it serves, such as 110105016000.
    pub code: u64,
    /// The code of the office above; none above the city.
    pub parent: Option<u64>,
    /// The name, such as 双井街道公共就业服务所.
    pub name: String,
    /// The address, invented within the division.
    pub address: String,
    /// A telephone number that nobody has.
    pub phone: String,
}

/// A place where an office receives people (BJ18 art. 6).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutletSketch {
    /// The code of the office.
    pub office: u64,
    /// The name, such as 双井街道就业服务厅.
    pub name: String,
    /// The address.
    pub address: String,
    /// The zones, by the names of the register of outlets.
    pub zones: Vec<&'static str>,
}

/// A member of staff.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StaffSketch {
    /// The number, from 1, in the order of the list.
    pub number: u64,
    /// The account: small letters, digits and one full stop.
    pub user_name: String,
    /// The name; no two members of staff share one.
    pub name: String,
    /// The code of the office.
    pub office: u64,
    /// The roles, by the names of the access table.
    pub roles: Vec<&'static str>,
}

/// A person with their ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonSketch {
    /// The number, from 1.
    pub number: u64,
    /// The file number, by which the ledger names the person: P00000001.
    pub reference: String,
    /// The name.
    pub name: String,
    /// The resident ID number, valid and no one else's within the district.
    pub resident_id: String,
    /// A telephone number that nobody has.
    pub phone: String,
    /// Whether the resident ID number states 女.
    pub sex_is_female: bool,
    /// The day of birth.
    pub birth: Day,
    /// The code of the community in which the person lives, 12 digits.
    pub residence: u64,
    /// The address within the community.
    pub residence_detail: String,
    /// The code of the county of household registration (户籍), 6 digits.
    pub household_division: String,
    /// The code of the education level (GB/T 4658).
    pub education: &'static str,
    /// The code of the usual occupation (职业分类大典, 2022).
    pub occupation: &'static str,
    /// What the person can do, in words.
    pub skill: String,
    /// The group under which hardship is recognised on the last day (BJ18 art. 18).
    pub hardship_group: Option<String>,
    /// The number of the zero-employment household, which its members share.
    pub household: Option<u64>,
    /// The code of the office of the street in which the person lives.
    pub office: u64,
    /// The number of the member of staff who looks after the person: an assistance officer where
    /// hardship has ever been recognised, a front-desk clerk otherwise.
    pub officer: u64,
    /// The ledger as JSON Lines (rulebook §2), in order.
    pub ledger: String,
}

/// An employer with its ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmployerSketch {
    /// The number, from 1.
    pub number: u64,
    /// The file number, by which ledgers name the employer: E00000001.
    pub reference: String,
    /// The name, invented.
    pub name: String,
    /// The unified social credit code, valid and no one else's within the district.
    pub credit_code: String,
    /// The code of the industry (GB/T 4754-2017).
    pub industry: &'static str,
    /// The address.
    pub address: String,
    /// The name of the person to ask for.
    pub contact_name: String,
    /// A telephone number that nobody has.
    pub contact_phone: String,
    /// The code of the office of the street in which the employer sits.
    pub office: u64,
    /// The number of the enterprise officer who looks after the employer.
    pub officer: u64,
    /// The ledger as JSON Lines (rulebook §2), in order.
    pub ledger: String,
}

/// The fairs that an office holds, with their ledger (BJ18 art. 43).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FairSketch {
    /// By what the ledger names the office: the first nine digits of its code.
    pub reference: String,
    /// The code of the office.
    pub office: u64,
    /// The ledger as JSON Lines (rulebook §2), in order.
    pub ledger: String,
}
