-- The scorecards by which somebody was graded, as they read then: a grading keeps the one that it was made with.
CREATE TABLE scorecard (
    id text NOT NULL CONSTRAINT scorecard_id_given CHECK (id <> ''),
    content text NOT NULL CONSTRAINT scorecard_content_given CHECK (content <> ''),
    kept_at integer NOT NULL,
    CONSTRAINT scorecard_key PRIMARY KEY (id)
) STRICT, WITHOUT ROWID;
