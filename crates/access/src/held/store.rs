//! The SQL of held forms.

zt_store::statements! {
    INSERT = "insert into held_form (id, account, form, held_at) values ($1, $2, $3, $4)";
    SELECT = "select form from held_form where id = $1 and account = $2 and held_at > $3";
    DELETE_OLDER = "
        delete from held_form
        where account = $1 and id not in (
            select id from held_form where account = $1 order by held_at desc, id limit $2)";
    SWEEP = "delete from held_form where held_at < $1";
}
