-- PostgreSQL gathers by itself what its planner needs.
SELECT 1;
