-- Since when an item that was planned anew stands in its plan: it does not show on the days before.
ALTER TABLE plan_item ADD COLUMN replanned_on date; -- NULL: as long as the plan

-- An item was planned anew when the latest of those before it was dropped for it, not by a reviewer.
UPDATE plan_item i SET replanned_on = (
  SELECT max(d.ended_on) FROM plan_item d
  WHERE d.organisation_id = i.organisation_id AND d.plan_id = i.plan_id AND d.ordinal < i.ordinal AND d.status = 'dropped'
    AND (i.status <> 'dropped' OR d.ended_on < i.ended_on)
    AND NOT EXISTS (SELECT FROM evidence e WHERE e.organisation_id = d.organisation_id AND e.plan_item_id = d.id
      AND e.verdict = 'dropped'));
