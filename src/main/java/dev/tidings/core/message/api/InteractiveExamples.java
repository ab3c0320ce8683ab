package dev.tidings.core.message.api;

/** One request per kind of interactive message, for the document. */
final class InteractiveExamples {
    private static final String TO = """
            {"sessionId":"session_01kaszj5v3m8q2c7d9e1f4g6h8","to":"14155552671",""";

    static final String BUTTONS = TO + """
            "header":"Your order","body":"Shall we deliver today?","footer":"Lucky Shrub",
            "buttons":[{"id":"yes","title":"Yes, please"},{"id":"no","title":"Another day"}]}""";

    static final String LIST = TO + """
            "body":"Which shipping do you prefer?","list":{"button":"Shipping options","sections":[
            {"title":"Fast","rows":[{"id":"priority","title":"Priority","description":"1-2 days"}]}]}}""";

    static final String CTA_URL = TO + """
            "body":"See the dates that are left.","footer":"Dates may change.",
            "ctaUrl":{"button":"See dates","url":"https://www.luckyshrub.com/dates"}}""";

    static final String FLOW = TO + """
            "body":"Book your appointment.","flow":{"id":"1","button":"Book!","token":"booking-4711",
            "action":"navigate","screen":"RECOMMEND","data":{"product_name":"Haircut","product_price":100}}}""";

    static final String PRODUCT = TO + """
            "body":"Back in stock!","product":{"catalogId":"194836987003835","productId":"di9ozbzfi4"}}""";

    static final String PRODUCT_LIST = TO + """
            "header":"Our shop","body":"What goes well with it.","productList":{"catalogId":"146265584024623",
            "sections":[{"title":"Popular bundles","productIds":["n6k6x0y7oe","1pckbvdkt2"]},
            {"title":"Premium packages","productIds":["kgubv1e5vy"]}]}}""";

    static final String CATALOG = TO + """
            "body":"Have a look at all we sell.","catalog":{"thumbnailProductId":"2lc20305pt"}}""";

    static final String LOCATION_REQUEST = TO + """
            "body":"Where shall we pick you up?","locationRequest":true}""";

    static final String ADDRESS_REQUEST = TO + """
            "body":"Where shall we deliver?","addressRequest":{"country":"IN","values":{"name":"Ada Lovelace"}}}""";

    static final String PRODUCT_CAROUSEL = TO + """
            "body":"Which one do you prefer?","cards":[
            {"product":{"catalogId":"194836987003835","productId":"di9ozbzfi4"}},
            {"product":{"catalogId":"194836987003835","productId":"nqryix03ez"}}]}""";

    static final String MEDIA_CAROUSEL = TO + """
            "body":"Two of our latest arrivals:","cards":[
            {"headerMedia":{"mediaType":"image","media":"https://example.com/1.png"},"body":"*Blue Echeveria*",
            "ctaUrl":{"button":"Buy now","url":"https://shop.luckyshrub.com/1"}},
            {"headerMedia":{"mediaType":"image","media":"https://example.com/2.png"},"body":"*Zebra Haworthia*",
            "ctaUrl":{"button":"Buy now","url":"https://shop.luckyshrub.com/2"}}]}""";

    static final String CALL_PERMISSION_REQUEST = TO + """
            "body":"May we call you about your order?","callPermissionRequest":true}""";

    private InteractiveExamples() {}
}
