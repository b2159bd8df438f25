-- What a close and a review comment hold is never emptied either: a truncation passes the triggers of rows by.
create trigger the_review_comments_are_never_emptied
    before truncate on workbench_review_comment for each statement execute function workbench_refuse();
create trigger the_closed_balances_are_never_emptied
    before truncate on workbench_closed_balance for each statement execute function workbench_refuse();
create trigger the_closed_items_are_never_emptied
    before truncate on workbench_closed_item for each statement execute function workbench_refuse();
create trigger the_closes_are_never_emptied before truncate on workbench_close for each statement execute function workbench_refuse();
