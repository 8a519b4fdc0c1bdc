-- What a report can be about, with the mark that stands for it in packed rows.
-- params:
select code as "categoryCode", null as "kindCode", class_mark(code, null) as mark from categories
union all
select category_code, code, class_mark(category_code, code) from kinds
