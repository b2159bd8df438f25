-- One row: how many items have a progress.
select count(*) from dunning_item_progress
