-- What engines say about a message beside its content: who sent it, where it comes from, what it cost, why it was refused.
ALTER TABLE message ADD COLUMN details jsonb;

-- A message as clients see it, with its details; message_data stays for replicas of the release before (docs/adr/0019).
CREATE FUNCTION message_json(m message, error_message text) RETURNS json
    STABLE PARALLEL SAFE LANGUAGE sql AS
$$
SELECT json_object_agg(field, value ORDER BY place) FILTER (WHERE value IS NOT NULL)
FROM (VALUES
    (1, 'messageId', to_json(m.id)),
    (2, 'sessionId', to_json(m.session_id)),
    (3, 'direction', to_json(m.direction)),
    (4, 'origin', CASE WHEN m.direction = 'outbound' THEN to_json(coalesce(m.details->>'origin', 'api')) END),
    (5, 'chatId', to_json(m.chat_id)),
    (6, 'from', coalesce(to_json(m.sender), 'null')),
    (7, 'senderName', to_json(m.details->'sender'->>'name')),
    (8, 'senderUsername', to_json(m.details->'sender'->>'username')),
    (9, 'senderUserId', to_json(m.details->'sender'->>'userId')),
    (10, 'to', coalesce(to_json(m.recipient), 'null')),
    (11, 'recipientUserId', to_json(m.details->>'recipientUserId')),
    (12, 'type', to_json(m.type)),
    (13, 'content', m.content::json),
    (14, 'status', to_json(m.status)),
    (15, 'error', CASE WHEN m.error_code IS NOT NULL
                       THEN json_strip_nulls(json_build_object(
                                'code', m.error_code, 'message', error_message,
                                'engineCode', m.details->'failure'->>'engineCode',
                                'reason', m.details->'failure'->>'reason')) END),
    (16, 'quotedMessageId', to_json(m.quoted_message_id)),
    (17, 'quotedEngineMessageId', to_json(m.details->'context'->>'quotedEngineMessageId')),
    (18, 'forwarded', (m.details->'context'->'forwarded')::json),
    (19, 'frequentlyForwarded', (m.details->'context'->'frequentlyForwarded')::json),
    (20, 'referral', (m.details->'context'->'referral')::json),
    (21, 'referredProduct', (m.details->'context'->'referredProduct')::json),
    (22, 'bulkId', to_json(m.bulk_id)),
    (23, 'engineMessageId', to_json(m.engine_message_id)),
    (24, 'media', (m.details->'media')::json),
    (24, 'pricing', (m.details->'pricing')::json),
    (25, 'conversation', (m.details->'conversation')::json),
    (26, 'raw', (m.details->'raw')::json),
    (27, 'timestamps', json_strip_nulls(json_build_object(
        'created', iso_time(m.created_at), 'due', iso_time(m.due_at), 'sent', iso_time(m.sent_at),
        'delivered', iso_time(m.delivered_at), 'read', iso_time(m.read_at), 'played', iso_time(m.played_at),
        'failed', iso_time(m.failed_at))))
) AS fields (place, field, value)
$$;
