-- A search without accents finds names with these letters, too. Java writes them like this; only rows that have one of them are updated.
update provisioning.scim_user set search_text = translate(search_text, 'ħŧŋəɓɗɖƙƴɛɔ', 'htnabddkyeo') where search_text ~ '[ħŧŋəɓɗɖƙƴɛɔ]';
