-- The history of one conversation, in the order of its pages.
CREATE INDEX message_by_chat ON message (account_id, chat_id, id DESC);
