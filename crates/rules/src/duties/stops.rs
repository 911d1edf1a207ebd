//! What the office owes each time a gate to stop the service opens: tell the registry, then stop
//! (BJ18 articles 13 and 21). Stopping without notice does not meet it. No entry alone starts or
//! meets these, so they are carried out where the gates are watched, in `crate::stopping`.

use crate::law::{Parameter, RegulationId};
use crate::rule::{CountedFrom, Discharge, Ending, Rule};

/// BJ18 第十三条第三款: registered as unemployed and silent for more than six months.
pub(super) const SILENT_UNEMPLOYED: Rule = Rule {
    id: "BJ18-13(3) stop",
    regulation: RegulationId::Bj18,
    owes: "notify the registry and stop the service",
    duty: "向登记管理部门反馈并停止服务（失联的登记失业人员）",
    starts: &[],
    period: Parameter::Stopping,
    counted_from: CountedFrom::GateOpening,
    met_by: &[Discharge::StoppedWithNotice],
    ends: &[Ending::GateClosing],
};

/// BJ18 第二十一条第（二）项: willing, surveyed three times, never registered, silent.
pub(super) const WILLING_NEVER_REGISTERS: Rule = Rule {
    id: "BJ18-21(2) stop",
    duty: "向登记管理部门反馈并停止服务（有意愿而始终不登记）",
    ..SILENT_UNEMPLOYED
};

/// BJ18 第二十一条第（三）项: unwilling after three surveys.
pub(super) const UNWILLING: Rule = Rule {
    id: "BJ18-21(3) stop",
    duty: "向登记管理部门反馈并停止服务（始终无就业意愿）",
    ..SILENT_UNEMPLOYED
};
