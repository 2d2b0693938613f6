// Uses the guide's Orcid.java and its Spring snippet. Spring's and JUnit's types are stood in for.
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

@interface DynamicPropertySource {}
@interface AfterAll {}

interface DynamicPropertyRegistry {
    void add(String name, Supplier<Object> value);
}

public class Driver {
    public static void main(String[] arguments) throws Exception {
        Map<String, String> properties = new LinkedHashMap<>();
        SpringTest.orcid((name, value) -> properties.put(name, value.get().toString()));
        String client = "spring.security.oauth2.client.registration.orcid.", provider = "spring.security.oauth2.client.provider.orcid.";
        String discovery = get(properties.get(provider + "issuer-uri") + "/.well-known/openid-configuration");
        if (!discovery.contains("token_endpoint")) throw new AssertionError(discovery);
        String form = "grant_type=client_credentials&scope=/read-public&client_id=" + properties.get(client + "client-id")
            + "&client_secret=" + properties.get(client + "client-secret");
        System.out.println(post(properties.get(provider + "issuer-uri") + "/oauth/token", form));
        SpringTest.stop();

        try (Orcid classic = new Orcid("--era", "classic")) {
            if (get(classic.ready.get("jwks_uri").asText()).isEmpty()) throw new AssertionError("no keys");
        }
    }

    static String get(String uri) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(uri)));
    }

    static String post(String uri, String form) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(uri)).header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form)));
    }

    static String send(HttpRequest.Builder request) throws Exception {
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString()).body();
    }
}
