-- What a close and a review comment hold is never changed: a correction is another close, another comment.
create function workbench_refuse() returns trigger language plpgsql as $$
begin
    raise exception 'a close and a review comment are never changed' using errcode = 'restrict_violation';
end $$;

create trigger a_review_comment_is_never_changed
    before update or delete on workbench_review_comment for each row execute function workbench_refuse();
create trigger a_closed_balance_is_never_changed
    before update or delete on workbench_closed_balance for each row execute function workbench_refuse();
create trigger a_closed_item_is_never_changed
    before update or delete on workbench_closed_item for each row execute function workbench_refuse();
-- A close is sealed once, at the end of the transaction that makes it.
create trigger a_sealed_close_is_never_changed
    before update on workbench_close for each row when (old.sha256 <> ''::bytea) execute function workbench_refuse();
create trigger a_close_is_never_deleted
    before delete on workbench_close for each row execute function workbench_refuse();

-- Nothing joins a sealed close.
create function workbench_refuse_sealed() returns trigger language plpgsql as $$
begin
    if exists (
        select from (select distinct close_id from fresh) f
        join workbench_close c on c.id = f.close_id
        where c.sha256 <> ''::bytea
    ) then
        raise exception 'nothing joins a sealed close' using errcode = 'restrict_violation';
    end if;
    return null;
end $$;

create trigger no_balance_joins_a_sealed_close after insert on workbench_closed_balance
    referencing new table as fresh for each statement execute function workbench_refuse_sealed();
create trigger no_item_joins_a_sealed_close after insert on workbench_closed_item
    referencing new table as fresh for each statement execute function workbench_refuse_sealed();
