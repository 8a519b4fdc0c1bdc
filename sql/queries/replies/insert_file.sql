-- Keeps a file for a reply.
-- params: userId, storageKey, type, bytes
insert into reply_files (user_id, storage_key, type, bytes) values (:userId::integer, :storageKey, :type, :bytes::integer) returning id
