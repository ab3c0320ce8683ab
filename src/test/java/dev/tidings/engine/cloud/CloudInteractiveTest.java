package dev.tidings.engine.cloud;

import static dev.tidings.support.Api.assertFailure;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tidings.core.media.Samples;
import dev.tidings.support.Api;
import dev.tidings.support.FakeGraph;
import dev.tidings.support.FakeGraphResource;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Interactive messages reach Meta in the form that Meta publishes. */
@QuarkusTest
@WithTestResource(value = FakeGraphResource.class, scope = TestResourceScope.GLOBAL)
class CloudInteractiveTest {
    private static final String TO = "16505551234";
    private static final String PATH = "/v1/messages/interactive";

    FakeGraph graph;

    private Api api;
    private CloudFixture cloud;

    @BeforeEach
    void connect() {
        api = Api.operator();
        cloud = CloudFixture.connect(api, graph);
    }

    /** The request, and the payload as Meta's documentation shows it. */
    static Stream<Arguments> published() {
        return Stream.of(
                Arguments.of("""
                        {"header":"Available Dates","body":"Tap the button below to see available dates.",
                        "footer":"Dates subject to change.",
                        "ctaUrl":{"button":"See Dates","url":"https://www.luckyshrub.com?clickID=kqDGWd24Q5TRwoEQ"}}""", """
                        {"type":"cta_url","header":{"type":"text","text":"Available Dates"},
                        "body":{"text":"Tap the button below to see available dates."},
                        "footer":{"text":"Dates subject to change."},
                        "action":{"name":"cta_url","parameters":{"display_text":"See Dates",
                        "url":"https://www.luckyshrub.com?clickID=kqDGWd24Q5TRwoEQ"}}}"""),
                Arguments.of("""
                        {"header":"Flow message header","body":"Flow message body","footer":"Flow message footer",
                        "flow":{"id":"1","button":"Book!","token":"AQAAAAACS5FpgQ_cAAAAAD0QI3s.","action":"navigate",
                        "screen":"RECOMMEND","data":{"product_name":"name","product_description":"description",
                        "product_price":100}}}""", """
                        {"type":"flow","header":{"type":"text","text":"Flow message header"},
                        "body":{"text":"Flow message body"},"footer":{"text":"Flow message footer"},
                        "action":{"name":"flow","parameters":{"flow_message_version":"3",
                        "flow_token":"AQAAAAACS5FpgQ_cAAAAAD0QI3s.","flow_id":"1","flow_cta":"Book!",
                        "flow_action":"navigate","flow_action_payload":{"screen":"RECOMMEND",
                        "data":{"product_name":"name","product_description":"description","product_price":100}}}}}"""),
                Arguments.of("""
                        {"body":"x","flow":{"name":"appointment","button":"Book!","mode":"draft",
                        "action":"data_exchange"}}""", """
                        {"type":"flow","body":{"text":"x"},"action":{"name":"flow","parameters":{
                        "flow_message_version":"3","flow_name":"appointment","flow_cta":"Book!","mode":"draft",
                        "flow_action":"data_exchange"}}}"""),
                Arguments.of("""
                        {"body":"Our newest","footer":"While they last",
                        "product":{"catalogId":"194836987003835","productId":"di9ozbzfi4"}}""", """
                        {"type":"product","body":{"text":"Our newest"},"footer":{"text":"While they last"},
                        "action":{"catalog_id":"194836987003835","product_retailer_id":"di9ozbzfi4"}}"""),
                Arguments.of("""
                        {"product":{"catalogId":"194836987003835","productId":"di9ozbzfi4"}}""", """
                        {"type":"product",
                        "action":{"catalog_id":"194836987003835","product_retailer_id":"di9ozbzfi4"}}"""),
                Arguments.of("""
                        {"header":"Shop","body":"What we have","footer":"Lucky Shrub","productList":{
                        "catalogId":"146265584024623","sections":[
                        {"title":"Popular Bundles","productIds":["n6k6x0y7oe","1pckbvdkt2"]},
                        {"title":"Premium Packages","productIds":["kgubv1e5vy"]}]}}""", """
                        {"type":"product_list","header":{"type":"text","text":"Shop"},"body":{"text":"What we have"},
                        "footer":{"text":"Lucky Shrub"},"action":{"catalog_id":"146265584024623","sections":[
                        {"title":"Popular Bundles","product_items":[{"product_retailer_id":"n6k6x0y7oe"},
                        {"product_retailer_id":"1pckbvdkt2"}]},
                        {"title":"Premium Packages","product_items":[{"product_retailer_id":"kgubv1e5vy"}]}]}}"""),
                Arguments.of("""
                        {"body":"Hello! Thanks for your interest.","footer":"Best grocery deals on WhatsApp!",
                        "catalog":{"thumbnailProductId":"2lc20305pt"}}""", """
                        {"type":"catalog_message","body":{"text":"Hello! Thanks for your interest."},
                        "footer":{"text":"Best grocery deals on WhatsApp!"},"action":{"name":"catalog_message",
                        "parameters":{"thumbnail_product_retailer_id":"2lc20305pt"}}}"""),
                Arguments.of("{\"body\":\"x\",\"catalog\":{}}", """
                        {"type":"catalog_message","body":{"text":"x"},"action":{"name":"catalog_message"}}"""),
                Arguments.of("{\"body\":\"Let's start with your pickup.\",\"locationRequest\":true}", """
                        {"type":"location_request_message","body":{"text":"Let's start with your pickup."},
                        "action":{"name":"send_location"}}"""),
                Arguments.of("""
                        {"body":"Tell us what address you'd like this order delivered to.","addressRequest":{
                        "country":"IN","values":{"name":"CUSTOMER_NAME","phone_number":"+91xxxxxxxxxx"},
                        "savedAddresses":[{"id":"address1","values":{"name":"CUSTOMER_NAME","in_pin_code":"400063"}}],
                        "validationErrors":{"in_pin_code":"We could not locate this pin code."}}}""", """
                        {"type":"address_message",
                        "body":{"text":"Tell us what address you'd like this order delivered to."},
                        "action":{"name":"address_message","parameters":{"country":"IN",
                        "values":{"name":"CUSTOMER_NAME","phone_number":"+91xxxxxxxxxx"},
                        "saved_addresses":[{"id":"address1","value":{"name":"CUSTOMER_NAME","in_pin_code":"400063"}}],
                        "validation_errors":{"in_pin_code":"We could not locate this pin code."}}}}"""),
                Arguments.of("""
                        {"body":"Which option do you prefer?","cards":[
                        {"product":{"catalogId":"123456789","productId":"abc123xyz"}},
                        {"product":{"catalogId":"123456789","productId":"nqryix03ez"}}]}""", """
                        {"type":"carousel","body":{"text":"Which option do you prefer?"},"action":{"cards":[
                        {"card_index":0,"type":"product",
                        "action":{"product_retailer_id":"abc123xyz","catalog_id":"123456789"}},
                        {"card_index":1,"type":"product",
                        "action":{"product_retailer_id":"nqryix03ez","catalog_id":"123456789"}}]}}"""),
                Arguments.of("""
                        {"body":"We would like to call you to help with your order.","callPermissionRequest":true}""", """
                        {"type":"call_permission_request",
                        "body":{"text":"We would like to call you to help with your order."},
                        "action":{"name":"call_permission_request"}}"""),
                Arguments.of("{\"callPermissionRequest\":true}", """
                        {"type":"call_permission_request","action":{"name":"call_permission_request"}}"""));
    }

    @ParameterizedTest
    @MethodSource("published")
    void sendsWhatMetaPublishes(String fields, String payload) {
        String id = sent(new JsonObject(fields));
        assertEquals(new JsonObject(payload), lastInteractive());
        JsonObject stored = new JsonObject(api.get("/v1/messages/" + id).asString()).getJsonObject("data");
        assertEquals("interactive", stored.getString("type"));
        assertEquals(new JsonObject(fields), stored.getJsonObject("content"));
    }

    @Test
    void putsAFileAboveButtonsAndLinks() {
        byte[] picture = Samples.png();
        JsonObject image = new JsonObject().put("mediaType", "image").put("mediaId", upload(picture));
        sent(new JsonObject()
                .put("body", "Is it right?")
                .put("headerMedia", image)
                .put("buttons", new JsonArray("[{\"id\":\"ok\",\"title\":\"Right\"}]")));
        String mediaId = headerFile(lastInteractive(), "image");
        assertArrayEquals(picture, graph.file(mediaId));
        assertEquals(new JsonObject("""
                {"type":"button","header":{"type":"image","image":{"id":"%s"}},"body":{"text":"Is it right?"},
                "action":{"buttons":[{"type":"reply","reply":{"id":"ok","title":"Right"}}]}}""".formatted(mediaId)), lastInteractive());

        JsonObject document = new JsonObject()
                .put("mediaType", "document")
                .put("media", Base64.getEncoder().encodeToString(Samples.text()))
                .put("filename", "dates.txt");
        String id = sent(new JsonObject()
                .put("body", "See the dates")
                .put("headerMedia", document)
                .put("ctaUrl", new JsonObject("{\"button\":\"See\",\"url\":\"https://example.com\"}")));
        assertEquals(
                new JsonObject("{\"type\":\"document\",\"document\":{\"id\":\"%s\",\"filename\":\"dates.txt\"}}"
                        .formatted(headerFile(lastInteractive(), "document"))),
                lastInteractive().getJsonObject("header"));
        api.get("/v1/messages/" + id)
                .then()
                .body("data.content.headerMedia.filename", equalTo("dates.txt"))
                .body("data.content.headerMedia.mimeType", equalTo("text/plain"));
    }

    @Test
    void sendsACarouselOfFilesWithLinksOrButtons() {
        JsonObject one = card(Samples.png(), "*Blue Echeveria*");
        JsonObject two = card(Samples.png(), null);
        sent(carousel(
                one.copy()
                        .put(
                                "ctaUrl",
                                new JsonObject("{\"button\":\"Buy now\",\"url\":\"https://shop.example.com/1\"}")),
                two.copy()
                        .put(
                                "ctaUrl",
                                new JsonObject("{\"button\":\"Buy now\",\"url\":\"https://shop.example.com/2\"}"))));
        JsonArray cards = lastInteractive().getJsonObject("action").getJsonArray("cards");
        assertEquals("carousel", lastInteractive().getString("type"));
        assertEquals(
                new JsonObject("""
                {"card_index":0,"type":"cta_url","header":{"type":"image","image":{"id":"%s"}},
                "body":{"text":"*Blue Echeveria*"},"action":{"name":"cta_url","parameters":{
                "display_text":"Buy now","url":"https://shop.example.com/1"}}}""".formatted(headerFile(cards.getJsonObject(0), "image"))), cards.getJsonObject(0));
        assertEquals(1, cards.getJsonObject(1).getInteger("card_index"));

        JsonArray buttons =
                new JsonArray("[{\"id\":\"learn\",\"title\":\"Learn more\"},{\"id\":\"fav\",\"title\":\"Save\"}]");
        sent(carousel(one.copy().put("buttons", buttons), two.copy().put("buttons", buttons)));
        cards = lastInteractive().getJsonObject("action").getJsonArray("cards");
        assertEquals(
                new JsonObject("""
                {"card_index":1,"type":"cta_url","header":{"type":"image","image":{"id":"%s"}},"action":{"buttons":[
                {"type":"quick_reply","quick_reply":{"id":"learn","title":"Learn more"}},
                {"type":"quick_reply","quick_reply":{"id":"fav","title":"Save"}}]}}""".formatted(headerFile(cards.getJsonObject(1), "image"))), cards.getJsonObject(1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{`body`:`x`}|missing_required_parameter|buttons",
                "{`locationRequest`:true}|missing_required_parameter|body",
                "{`body`:`x`,`locationRequest`:false}|missing_required_parameter|buttons",
                "{`body`:`x`,`locationRequest`:true,`header`:`x`}|invalid_request|header",
                "{`body`:`x`,`locationRequest`:true,`footer`:`x`}|invalid_request|footer",
                "{`body`:`x`,`locationRequest`:true,`callPermissionRequest`:true}|invalid_request|callPermissionRequest",
                "{`body`:`x`,`locationRequest`:`yes`}|invalid_parameter_type|locationRequest",
                "{`body`:`x`,`locationRequest`:true,`raw`:{`type`:`x`}}|invalid_request|raw",
                "{`body`:`x`,`ctaUrl`:{`button`:`See`}}|missing_required_parameter|ctaUrl.url",
                "{`body`:`x`,`ctaUrl`:{`button`:`See`,`url`:`example`}}|invalid_request|ctaUrl.url",
                "{`body`:`x`,`ctaUrl`:{`button`:`longer than twenty letters`,`url`:`https://a.b`}}|invalid_request|ctaUrl.button",
                "{`body`:`x`,`ctaUrl`:{`button`:`a`,`url`:`https://a.b`,`x`:1}}|invalid_request|ctaUrl.x",
                "{`body`:`x`,`flow`:{`button`:`Book`}}|missing_required_parameter|flow.id",
                "{`body`:`x`,`flow`:{`button`:`Book`,`id`:`1`,`name`:`a`}}|invalid_request|flow.name",
                "{`body`:`x`,`flow`:{`button`:`Book`,`id`:`1`,`mode`:`x`}}|invalid_request|flow.mode",
                "{`body`:`x`,`flow`:{`button`:`Book`,`id`:`1`,`action`:`data_exchange`,`screen`:`A`}}|invalid_request|flow.screen",
                "{`body`:`x`,`flow`:{`button`:`Book`,`id`:`1`,`data`:{}}}|invalid_request|flow.data",
                "{`product`:{`catalogId`:`1`}}|missing_required_parameter|product.productId",
                "{`product`:{`catalogId`:`1`,`productId`:`2`},`header`:`x`}|invalid_request|header",
                "{`body`:`x`,`productList`:{`catalogId`:`1`,`sections`:[{`productIds`:[`a`]}]}}|missing_required_parameter|header",
                "{`body`:`x`,`header`:`x`,`productList`:{`catalogId`:`1`,`sections`:[{`productIds`:[`a`]},{`productIds`:[`a`]}]}}|missing_required_parameter|productList.sections[0].title",
                "{`body`:`x`,`header`:`x`,`productList`:{`catalogId`:`1`,`sections`:[{`productIds`:[]}]}}|invalid_request|productList.sections[0].productIds",
                "{`body`:`x`,`addressRequest`:{`country`:`India`}}|invalid_request|addressRequest.country",
                "{`body`:`x`,`addressRequest`:{`country`:`IN`,`values`:{`city`:1}}}|invalid_parameter_type|addressRequest.values.city",
                "{`body`:`x`,`cards`:[{`product`:{`catalogId`:`1`,`productId`:`2`}}]}|invalid_request|cards",
                "{`body`:`x`,`cards`:[{},{}]}|missing_required_parameter|cards[0].headerMedia",
                "{`body`:`x`,`cards`:[{`product`:{`catalogId`:`1`,`productId`:`2`}},{`product`:{`catalogId`:`2`,`productId`:`2`}}]}|invalid_request|cards[1]",
                "{`body`:`x`,`cards`:[{`body`:`x`,`product`:{`catalogId`:`1`,`productId`:`2`}},{`product`:{`catalogId`:`1`,`productId`:`3`}}]}|invalid_request|cards[0].body",
                "{`body`:`x`,`headerMedia`:{`mediaType`:`image`},`buttons`:[{`id`:`a`,`title`:`A`}]}|missing_required_parameter|headerMedia.media",
                "{`body`:`x`,`headerMedia`:{`mediaType`:`audio`,`mediaId`:`x`},`buttons`:[{`id`:`a`,`title`:`A`}]}|invalid_media_type|headerMedia.mediaType",
                "{`body`:`x`,`header`:`x`,`headerMedia`:{`mediaType`:`image`,`mediaId`:`x`},`buttons`:[{`id`:`a`,`title`:`A`}]}|invalid_request|headerMedia",
                "{`body`:`x`,`headerMedia`:{`mediaType`:`image`,`mediaId`:`x`},`list`:{`button`:`a`,`sections`:[{`rows`:[{`id`:`a`,`title`:`A`}]}]}}|invalid_request|headerMedia",
                "{`body`:`x`,`headerMedia`:{`mediaType`:`image`,`media`:`!`},`buttons`:[{`id`:`a`,`title`:`A`}]}|invalid_request|headerMedia.media",
                "{`body`:`x`,`headerMedia`:{`mediaType`:`image`,`media`:`bm8gcGljdHVyZQ==`},`buttons`:[{`id`:`a`,`title`:`A`}]}|invalid_media_type|headerMedia.media",
            })
    void namesTheFieldThatIsWrong(String fields, String code, String field) {
        assertFailure(send(new JsonObject(fields.replace('`', '"'))), 400, code, field);
        assertEquals(0, graph.messages(cloud.number()).size());
    }

    @Test
    void refusesAFileThatIsTooLargeOrOutOfReach() {
        byte[] large = Samples.filled("89504e470d0a1a0a0000000d49484452", (5 << 20) + 1);
        assertFailure(
                send(buttons(Base64.getEncoder().encodeToString(large))),
                400,
                "media_size_exceeded",
                "headerMedia.media");
        assertFailure(send(buttons("http://127.0.0.1:9/a.png")), 400, "media_url_inaccessible", "headerMedia.media");
        assertEquals(0, graph.messages(cloud.number()).size());
    }

    private static JsonObject buttons(String media) {
        return new JsonObject()
                .put("body", "Is it right?")
                .put("headerMedia", new JsonObject().put("mediaType", "image").put("media", media))
                .put("buttons", new JsonArray("[{\"id\":\"ok\",\"title\":\"Right\"}]"));
    }

    @Test
    void namesTheFileThatIsNotThere() {
        JsonObject product = new JsonObject("{\"button\":\"Buy\",\"url\":\"https://shop.example.com\"}");
        JsonObject gone = new JsonObject()
                .put("headerMedia", new JsonObject("{\"mediaType\":\"image\",\"mediaId\":\"media_x\"}"));
        JsonObject fields = carousel(card(Samples.png(), null).put("ctaUrl", product), gone.put("ctaUrl", product));
        assertFailure(send(fields), 404, "media_not_found", "cards[1].headerMedia.mediaId");
        assertFailure(bulk(fields), 404, "media_not_found", "messages[0].cards[1].headerMedia.mediaId");
        JsonObject document = new JsonObject()
                .put("headerMedia", new JsonObject("{\"mediaType\":\"document\",\"mediaId\":\"media_x\"}"))
                .put("ctaUrl", product);
        assertFailure(send(carousel(document, document)), 400, "invalid_media_type", "cards[0].headerMedia.mediaType");
        JsonObject long1 = card(Samples.png(), "x".repeat(161)).put("ctaUrl", product);
        assertFailure(send(carousel(long1, long1)), 400, "message_too_long", "cards[0].body");
        JsonObject broken = card(Samples.png(), "a\nb\nc\nd").put("ctaUrl", product);
        assertFailure(send(carousel(broken, broken)), 400, "invalid_request", "cards[0].body");
        assertEquals(0, graph.messages(cloud.number()).size());
    }

    @Test
    void aBulkSendsThemToo() {
        JsonObject link = new JsonObject("{\"button\":\"Buy\",\"url\":\"https://shop.example.com\"}");
        byte[] second = Samples.png();
        String bulk = bulk(carousel(
                        card(Samples.png(), null).put("ctaUrl", link),
                        card(second, null).put("ctaUrl", link)))
                .then()
                .statusCode(201)
                .extract()
                .path("data.bulkId");
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> api.get("/v1/messages/bulk/" + bulk)
                        .then()
                        .body("data.progress.toString()", containsString("sent")));
        JsonObject card =
                lastInteractive().getJsonObject("action").getJsonArray("cards").getJsonObject(1);
        assertArrayEquals(second, graph.file(headerFile(card, "image")));
    }

    private JsonObject card(byte[] image, String body) {
        return new JsonObject()
                .put("headerMedia", new JsonObject().put("mediaType", "image").put("mediaId", upload(image)))
                .put("body", body);
    }

    private static JsonObject carousel(JsonObject... cards) {
        return new JsonObject().put("body", "Three of our latest arrivals").put("cards", new JsonArray(List.of(cards)));
    }

    private String headerFile(JsonObject holder, String type) {
        return holder.getJsonObject("header").getJsonObject(type).getString("id");
    }

    private String upload(byte[] file) {
        return api.request()
                .contentType("application/octet-stream")
                .body(file)
                .post("/v1/media")
                .then()
                .statusCode(201)
                .extract()
                .path("data.mediaId");
    }

    private Response send(JsonObject fields) {
        return api.post(
                PATH,
                fields.copy().put("sessionId", cloud.session()).put("to", TO).encode());
    }

    private Response bulk(JsonObject fields) {
        JsonObject item = fields.copy().put("type", "interactive").put("to", TO);
        return api.post(
                "/v1/messages/bulk",
                new JsonObject()
                        .put("sessionId", cloud.session())
                        .put("messages", new JsonArray().add(item))
                        .encode());
    }

    private String sent(JsonObject fields) {
        return send(fields).then().statusCode(200).extract().path("data.messageId");
    }

    private JsonObject lastInteractive() {
        List<JsonObject> all = graph.messages(cloud.number());
        return all.get(all.size() - 1).getJsonObject("interactive");
    }
}
