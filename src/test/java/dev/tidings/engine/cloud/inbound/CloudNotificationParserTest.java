package dev.tidings.engine.cloud.inbound;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidings.core.content.ContactCard;
import dev.tidings.core.content.ContactPerson;
import dev.tidings.core.content.MediaKind;
import dev.tidings.core.content.MessageContent;
import dev.tidings.core.content.MessageContent.InteractiveReply;
import dev.tidings.core.content.MessageContent.Reaction;
import dev.tidings.core.content.MessageContent.Text;
import dev.tidings.core.content.MessageDetails;
import dev.tidings.core.content.MessageOrigin;
import dev.tidings.core.engine.StatusChange;
import dev.tidings.engine.cloud.graph.GraphError;
import dev.tidings.support.MetaWebhook;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Payloads as Meta publishes them. */
class CloudNotificationParserTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    @Test
    void readsAText() {
        CloudNotification.Message message = message("""
                {"from":"16505551234","id":"wamid.HBgL1","timestamp":"1749416383","type":"text",
                "text":{"body":"Does it come in another color?"}}""");
        assertEquals("106540352242922", message.phoneNumberId());
        assertEquals("wamid.HBgL1", message.id());
        assertEquals("16505551234", message.number());
        assertEquals("16505551234", message.chatId());
        assertEquals(Instant.ofEpochSecond(1749416383), message.at());
        assertEquals(new Text("Does it come in another color?", null), message.content());
    }

    @Test
    void readsWhatAMessageAnswersOrReactsTo() {
        assertEquals("wamid.X", message("""
                {"from":"16505551234","id":"wamid.1","timestamp":"1749416383","type":"text","text":{"body":"yes"},
                "context":{"from":"15550783881","id":"wamid.X"}}""").quotedId());
        CloudNotification.Message reaction = message("""
                {"from":"16505551234","id":"wamid.2","timestamp":"1749416383","type":"reaction",
                "reaction":{"message_id":"wamid.Y","emoji":"\\uD83D\\uDC4D"}}""");
        assertEquals("wamid.Y", reaction.quotedId());
        assertEquals(new Reaction(null, "👍"), reaction.content());
        assertEquals(new Reaction(null, ""), message("""
                {"from":"16505551234","id":"wamid.3","timestamp":"1749416383","type":"reaction",
                "reaction":{"message_id":"wamid.Y"}}""").content());
    }

    @Test
    void readsFiles() {
        CloudNotification.Message image = message("""
                {"from":"16505551234","id":"wamid.1","timestamp":"1749416383","type":"image","image":{
                "caption":"This is a caption","mime_type":"image/jpeg","sha256":"SfInY0gGKTsJlUWbwxC1k+FAD0FZHvzwfpvO0zX0GUI=",
                "id":"1003383421387256"}}""");
        assertEquals("1003383421387256", image.fileId());
        assertEquals(
                new MessageContent.Media(
                        MediaKind.IMAGE, null, null, "image/jpeg", null, null, null, "This is a caption"),
                image.content());
        CloudNotification.Message document = message("""
                {"from":"16505551234","id":"wamid.2","timestamp":"1749416383","type":"document","document":{
                "filename":"invoice.pdf","mime_type":"application/pdf","sha256":"x","id":"2"}}""");
        assertEquals(
                new MessageContent.Media(
                        MediaKind.DOCUMENT, null, null, "application/pdf", null, null, "invoice.pdf", null),
                document.content());
        assertEquals(Boolean.TRUE, ((MessageContent.Media) message("""
                {"from":"16505551234","id":"wamid.3","timestamp":"1749416383","type":"audio","audio":{
                "mime_type":"audio/ogg; codecs=opus","sha256":"x","id":"3","voice":true}}""").content()).voice());
        assertEquals(MediaKind.AUDIO, media("""
                {"from":"16505551234","id":"wamid.3","timestamp":"1749416383","type":"audio","audio":{
                "mime_type":"audio/ogg; codecs=opus","sha256":"x","id":"3","voice":true}}"""));
        assertEquals(MediaKind.VIDEO, media("""
                {"from":"16505551234","id":"wamid.4","timestamp":"1749416383","type":"video","video":{
                "mime_type":"video/mp4","sha256":"x","id":"4"}}"""));
        assertEquals(MediaKind.STICKER, media("""
                {"from":"16505551234","id":"wamid.5","timestamp":"1749416383","type":"sticker","sticker":{
                "mime_type":"image/webp","sha256":"x","id":"5","animated":false}}"""));
    }

    @Test
    void readsPlacesAndContacts() {
        assertEquals(
                new MessageContent.Location(
                        37.44, -122.16, "Philz Coffee", "101 Forest Ave", "https://foursquare.com/v/4d6e"),
                message("""
                {"from":"16505551234","id":"wamid.1","timestamp":"1749416383","type":"location","location":{
                "address":"101 Forest Ave","latitude":37.44,"longitude":-122.16,"name":"Philz Coffee",
                "url":"https://foursquare.com/v/4d6e"}}""").content());
        assertEquals(
                new MessageContent.Contact(List.of(new ContactPerson(
                        "Barbara J. Johnson",
                        List.of("+1 (650) 555-0100"),
                        new ContactCard(
                                new ContactCard.NameParts(null, "Barbara", null, "Johnson", null),
                                "1999-01-23",
                                new ContactCard.Organization("Social Tsunami", "Legal", "Lead Counsel"),
                                List.of(new ContactCard.Phone("+1 (650) 555-0100", "MOBILE", "16505550100")),
                                List.of(new ContactCard.Email("bjohnson@acme.org", "WORK")),
                                List.of(new ContactCard.Address(
                                        "1 Lucky Shrub Way",
                                        "Menlo Park",
                                        "CA",
                                        "94025",
                                        "United States",
                                        "us",
                                        "WORK")),
                                List.of(new ContactCard.Link("https://www.luckyshrub.com", "WORK")))))),
                message("""
                {"from":"16505551234","id":"wamid.2","timestamp":"1749416383","type":"contacts","contacts":[{
                "name":{"first_name":"Barbara","last_name":"Johnson","formatted_name":"Barbara J. Johnson"},
                "birthday":"1999-01-23","org":{"company":"Social Tsunami","department":"Legal","title":"Lead Counsel"},
                "emails":[{"email":"bjohnson@acme.org","type":"WORK"}],
                "addresses":[{"street":"1 Lucky Shrub Way","city":"Menlo Park","state":"CA","zip":"94025",
                "country":"United States","country_code":"us","type":"WORK"}],
                "urls":[{"url":"https://www.luckyshrub.com","type":"WORK"}],
                "phones":[{"phone":"+1 (650) 555-0100","wa_id":"16505550100","type":"MOBILE"}]}]}""").content());
    }

    @Test
    void knowsASenderByTheirIdWhereverTheContactStands() {
        List<CloudNotification> notices = read("""
                {"contacts":[{"profile":{"name":"Ann","username":"ann.a"},"user_id":"US.1"},
                {"profile":{"name":"Bob"},"wa_id":"16505551234","user_id":"US.2"}],
                "messages":[{"from":"16505551234","id":"wamid.b","timestamp":"1","type":"text","text":{"body":"b"}},
                {"from_user_id":"US.1","id":"wamid.a","timestamp":"1","type":"text","text":{"body":"a"}},
                {"from":"16505559999","id":"wamid.c","timestamp":"1","type":"text","text":{"body":"c"}},
                {"from_user_id":"US.2","id":"wamid.d","timestamp":"1","type":"text","text":{"body":"d"}}]}""");
        CloudNotification.Message bob = (CloudNotification.Message) notices.get(0);
        assertEquals("16505551234", bob.chatId());
        assertEquals(
                new MessageDetails.Sender("Bob", null, "US.2"), bob.details().sender());
        CloudNotification.Message ann = (CloudNotification.Message) notices.get(1);
        assertEquals("US.1", ann.chatId());
        assertNull(ann.number());
        assertEquals(
                new MessageDetails.Sender("Ann", "ann.a", "US.1"), ann.details().sender());
        CloudNotification.Message stranger = (CloudNotification.Message) notices.get(2);
        assertEquals("16505559999", stranger.chatId());
        assertNull(stranger.details().sender());
        CloudNotification.Message again = (CloudNotification.Message) notices.get(3);
        assertEquals("16505551234", again.chatId(), "one person, one chat");
        assertEquals("16505551234", again.number());
        CloudNotification.Message later = CloudNotificationParser.message("", ann.raw(), CLOCK);
        assertEquals(ann.details(), later.details(), "read again when its file is here");
    }

    @Test
    void aMessageOfAGroupBelongsToTheGroup() {
        CloudNotification.Message message = message("""
                {"from":"16505551234","group_id":"Y2FwaV9ncm91cDox","id":"wamid.1","timestamp":"1","type":"text",
                "text":{"body":"hello all"}}""");
        assertEquals("Y2FwaV9ncm91cDox", message.chatId());
        assertEquals("16505551234", message.number());
    }

    @Test
    void readsWhereAMessageComesFromAndKeepsTheRest() {
        MessageDetails details = message("""
                {"from":"16505551234","id":"wamid.1","timestamp":"1","type":"text","text":{"body":"x","shine":2},
                "context":{"from":"15550783881","id":"wamid.X","forwarded":true,"frequently_forwarded":false,
                "referred_product":{"catalog_id":"194836987003835","product_retailer_id":"di9ozbzfi4"}},
                "referral":{"source_url":"https://fb.me/x","source_id":"120226305854810726","source_type":"ad",
                "body":"Summer","headline":"Chat with us","media_type":"image","image_url":"https://scontent.xx/x",
                "ctwa_clid":"Aff-n8ZT","welcome_message":{"text":"Hi there!"},"ad_moon":"full"}}""").details();
        assertEquals(
                new MessageDetails.Context(
                        true,
                        false,
                        null,
                        new MessageDetails.Referral(
                                "https://fb.me/x",
                                "ad",
                                "120226305854810726",
                                "Chat with us",
                                "Summer",
                                "image",
                                "https://scontent.xx/x",
                                null,
                                null,
                                "Aff-n8ZT",
                                "Hi there!"),
                        new MessageDetails.Product("194836987003835", "di9ozbzfi4")),
                details.context());
        assertEquals(
                new JsonObject("{\"text\":{\"shine\":2},\"referral\":{\"ad_moon\":\"full\"}}"),
                new JsonObject(details.raw()));
    }

    @Test
    void keepsWhatIsNewAboutThePersonAndAChoice() {
        CloudNotification.Message message =
                (CloudNotification.Message) read("""
                {"contacts":[{"profile":{"name":"Ann","country_code":"US"},"wa_id":"16505551234","parent_user_id":"US.ENT.1"}],
                "messages":[{"from":"16505551234","id":"wamid.1","timestamp":"1","type":"interactive","interactive":{
                "type":"list_reply","list_reply":{"id":"1","title":"One","description":"First","shine":2}}}]}""").get(0);
        assertEquals(
                new JsonObject("{\"contact\":{\"profile\":{\"country_code\":\"US\"},\"parent_user_id\":\"US.ENT.1\"},"
                        + "\"interactive\":{\"list_reply\":{\"shine\":2}}}"),
                new JsonObject(message.details().raw()));
    }

    @Test
    void readsWhatWasSentFromThePhonesApp() {
        CloudNotification.Message echo =
                (CloudNotification.Message) read("smb_message_echoes", """
                {"contacts":[{"wa_id":"16505551234","user_id":"US.1"}],
                "message_echoes":[{"from":"15550783881","to":"+16505551234","id":"wamid.1","timestamp":"1749416383",
                "type":"image","image":{"id":"7","mime_type":"image/jpeg","sha256":"x"}}]}""").get(0);
        assertTrue(echo.echo());
        assertEquals("16505551234", echo.number());
        assertEquals("16505551234", echo.chatId());
        assertEquals(new CloudNotification.Person("16505551234", "US.1"), echo.person());
        assertEquals(MessageOrigin.PHONE, echo.details().origin());
        assertEquals("US.1", echo.details().recipientUserId());
        assertNull(echo.details().sender());
        assertNull(echo.details().raw());
        CloudNotification.Message later =
                CloudNotificationParser.message("", echo.in("US.1").raw(), CLOCK);
        assertTrue(later.echo(), "read again when its file is here");
        assertEquals("US.1", later.chatId());
        assertNull(later.person());
        assertEquals(echo.details(), later.details());
        assertInstanceOf(
                CloudNotification.Other.class,
                read("smb_message_echoes", "{\"message_echoes\":[{}]}").get(0));
    }

    @Test
    void readsWhatPeopleSayAboutMarketing() {
        List<CloudNotification> notices = read("user_preferences", """
                {"contacts":[{"profile":{"name":"Ann"},"wa_id":"16505551234"}],"user_preferences":[
                {"wa_id":"16505551234","detail":"User requested to stop marketing messages",
                "category":"marketing_messages","value":"stop","timestamp":1731705721},
                {"user_id":"US.2","category":"marketing_messages","value":"resume","timestamp":1731705721},
                {"wa_id":"16505551234","category":"marketing_messages","value":"dance","timestamp":1}]}""");
        assertEquals(
                List.of(
                        new CloudNotification.Preference(
                                "106540352242922",
                                new CloudNotification.Person("16505551234", null),
                                new MessageDetails.Sender("Ann", null, null),
                                "marketing_messages",
                                "stop",
                                "User requested to stop marketing messages",
                                Instant.ofEpochSecond(1731705721)),
                        new CloudNotification.Preference(
                                "106540352242922",
                                new CloudNotification.Person(null, "US.2"),
                                new MessageDetails.Sender(null, null, "US.2"),
                                "marketing_messages",
                                "resume",
                                null,
                                Instant.ofEpochSecond(1731705721)),
                        new CloudNotification.Other("106540352242922")),
                notices);
        assertInstanceOf(
                CloudNotification.Other.class, read("user_preferences", """
                {"user_preferences":[{"category":"marketing_messages","value":"stop","timestamp":1}]}""").get(0));
    }

    @Test
    void readsForms() {
        assertEquals(
                new InteractiveReply("flow", "flow", "Sent", null, Map.of("seats", 2, "name", "Ann")),
                message("""
                {"from":"16505551234","id":"wamid.1","timestamp":"1","type":"interactive","interactive":{
                "type":"nfm_reply","nfm_reply":{"name":"flow","body":"Sent",
                "response_json":"{\\"seats\\":2,\\"name\\":\\"Ann\\"}"}}}""").content());
        assertEquals(
                Map.of("response_json", "?"), ((InteractiveReply) message("""
                {"from":"16505551234","id":"wamid.1","timestamp":"1","type":"interactive","interactive":{
                "type":"nfm_reply","nfm_reply":{"name":"flow","body":"Sent","response_json":"?"}}}""").content()).data());
        assertEquals("accept", ((InteractiveReply) message("""
                {"from":"16505551234","id":"wamid.1","timestamp":"1","type":"interactive","interactive":{
                "type":"call_permission_reply","call_permission_reply":{"response":"accept"}}}""").content()).id());
    }

    @Test
    void readsWhatSomebodyChose() {
        assertEquals(
                new InteractiveReply("change-button", "Change", null),
                message("""
                {"from":"16505551234","id":"wamid.1","timestamp":"1749416383","type":"interactive","interactive":{
                "type":"button_reply","button_reply":{"id":"change-button","title":"Change"}}}""").content());
        assertEquals(
                new InteractiveReply("list", "priority", "Priority", "Next day", null),
                message("""
                {"from":"16505551234","id":"wamid.2","timestamp":"1749416383","type":"interactive","interactive":{
                "type":"list_reply","list_reply":{"id":"priority","title":"Priority","description":"Next day"}}}""").content());
        assertEquals(
                new InteractiveReply("Unsubscribe", "Unsubscribe", null),
                message("""
                {"from":"16505551234","id":"wamid.3","timestamp":"1749416383","type":"button",
                "context":{"from":"15550783881","id":"wamid.X"},
                "button":{"payload":"Unsubscribe","text":"Unsubscribe"}}""").content());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"from\":\"1\",\"id\":\"w\",\"timestamp\":\"1\",\"type\":\"unsupported\",\"errors\":[{\"code\":131051}]}",
                "{\"from\":\"1\",\"id\":\"w\",\"timestamp\":\"1\",\"type\":\"order\",\"order\":{\"catalog_id\":\"7\"}}",
                "{\"from\":\"1\",\"id\":\"w\",\"timestamp\":\"1\",\"type\":\"hologram\",\"hologram\":{\"a\":[1,{\"b\":null}]}}",
                "{\"from\":\"1\",\"id\":\"w\",\"timestamp\":\"1\",\"type\":\"text\",\"text\":\"not an object\"}",
                "{\"from\":\"1\",\"id\":\"w\",\"timestamp\":\"1\",\"type\":\"image\",\"image\":{}}",
                "{\"from\":\"1\",\"id\":\"w\",\"timestamp\":\"1\",\"type\":\"interactive\",\"interactive\":{\"type\":\"nfm_reply\"}}",
                "{\"from\":\"1\",\"id\":\"w\",\"timestamp\":\"1\"}"
            })
    void keepsWhatItDoesNotUnderstandAsItIs(String raw) {
        MessageContent.Unsupported kept =
                assertInstanceOf(MessageContent.Unsupported.class, message(raw).content());
        assertEquals(new JsonObject(raw), new JsonObject(kept.raw()));
    }

    @Test
    void takesASenderWithoutANumber() {
        List<CloudNotification> notices = CloudNotificationParser.read(new JsonObject("""
                {"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages","value":{
                "metadata":{"phone_number_id":"106540352242922"},
                "contacts":[{"profile":{"name":"Sheena","username":"@sheena"},"user_id":"US.13491208655302741918"}],
                "messages":[{"from_user_id":"US.13491208655302741918","id":"wamid.1","timestamp":"1749416383",
                "type":"text","text":{"body":"hi"}}]}}]}]}"""), CLOCK);
        CloudNotification.Message message = (CloudNotification.Message) notices.get(0);
        assertNull(message.number());
        assertEquals("US.13491208655302741918", message.chatId());
    }

    @Test
    void readsStatuses() {
        List<CloudNotification> notices = statuses("""
                [{"id":"wamid.1","status":"sent","timestamp":"1750263773","recipient_id":"16505551234",
                "biz_opaque_callback_data":"msg_01kaszk2h8w4r6t0y5v3n7b9c1",
                "pricing":{"billable":true,"pricing_model":"PMP","category":"service"}},
                {"id":"wamid.2","status":"played","timestamp":"1750263773","recipient_id":"16505551234",
                "biz_opaque_callback_data":"something of somebody else"},
                {"id":"wamid.3","status":"failed","timestamp":"1750263773","recipient_id":"16505551234",
                "errors":[{"code":131049,"title":"Not delivered","message":"Not delivered","error_data":{"details":"Why"},
                "href":"https://developers.facebook.com/docs"}]},
                {"id":"wamid.4","status":"evaporated","timestamp":"1750263773","recipient_id":"16505551234"}]""");
        assertEquals(
                new CloudNotification.Status(
                        "106540352242922",
                        "wamid.1",
                        "msg_01kaszk2h8w4r6t0y5v3n7b9c1",
                        "16505551234",
                        null,
                        StatusChange.Status.SENT,
                        null,
                        new MessageDetails(
                                null,
                                null,
                                null,
                                new MessageDetails.Pricing(true, "PMP", "service", null),
                                null,
                                null,
                                null,
                                null,
                                null),
                        Instant.ofEpochSecond(1750263773)),
                notices.get(0));
        assertNull(((CloudNotification.Status) notices.get(1)).ourId(), "no id of ours");
        assertEquals(
                new GraphError(131049, 0, "Not delivered. Why"), ((CloudNotification.Status) notices.get(2)).error());
        assertInstanceOf(CloudNotification.Other.class, notices.get(3));
    }

    @Test
    void readsEveryListAndSkipsWhatItDoesNotKnow() {
        JsonObject one = MetaWebhook.message("1", MetaWebhook.text("wamid.1", "16505551234", "a"));
        JsonObject two = MetaWebhook.body(
                "2",
                new JsonArray()
                        .add(MetaWebhook.text("wamid.2", "16505551234", "b"))
                        .add(MetaWebhook.text("wamid.3", "16505551235", "c"))
                        .add("nonsense"),
                new JsonArray().add(MetaWebhook.statusOf("wamid.4", "read", "16505551234", null)));
        two.getJsonArray("entry")
                .getJsonObject(0)
                .getJsonArray("changes")
                .add(new JsonObject().put("field", "account_update").put("value", new JsonObject().put("event", "x")));
        one.getJsonArray("entry").addAll(two.getJsonArray("entry"));
        List<CloudNotification> notices = CloudNotificationParser.read(one, CLOCK);
        assertEquals(5, notices.size());
        assertEquals(
                List.of("1", "2", "2", "2"),
                notices.stream().limit(4).map(CloudNotification::phoneNumberId).toList());
        assertInstanceOf(CloudNotification.Other.class, notices.get(4));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"entry\":{}}", "{\"entry\":[null,7,{\"changes\":[{}]}]}", "{\"object\":\"page\"}"})
    void readsNothingInAnythingElse(String body) {
        assertEquals(
                0,
                CloudNotificationParser.read(new JsonObject(body), CLOCK).stream()
                        .filter(notice -> !(notice instanceof CloudNotification.Other))
                        .count());
    }

    @Test
    void makesEveryTextStorable() {
        CloudNotification.Message message = message("""
                {"from":"16505551234","id":"wamid.1","timestamp":"soon","type":"text",
                "text":{"body":"a\\u0000b \\ud800c \\ud83d\\udc4d"}}""");
        assertEquals(new Text("a\uFFFDb \uFFFDc 👍", null), message.content());
        assertEquals(NOW, message.at(), "a time that is none is now");
    }

    private static MediaKind media(String raw) {
        return ((MessageContent.Media) message(raw).content()).mediaType();
    }

    private static CloudNotification.Message message(String raw) {
        JsonObject body = MetaWebhook.message("106540352242922", new JsonObject(raw));
        return (CloudNotification.Message)
                CloudNotificationParser.read(body, CLOCK).get(0);
    }

    private static List<CloudNotification> read(String value) {
        return read("messages", value);
    }

    private static List<CloudNotification> read(String field, String value) {
        JsonObject change = new JsonObject()
                .put("field", field)
                .put(
                        "value",
                        new JsonObject(value)
                                .put("metadata", new JsonObject().put("phone_number_id", "106540352242922")));
        return CloudNotificationParser.read(
                new JsonObject()
                        .put(
                                "entry",
                                new JsonArray().add(new JsonObject().put("changes", new JsonArray().add(change)))),
                CLOCK);
    }

    private static List<CloudNotification> statuses(String raw) {
        return CloudNotificationParser.read(
                MetaWebhook.body("106540352242922", new JsonArray(), new JsonArray(raw)), CLOCK);
    }
}
