<?php
// Uses the guide's bootstrap.php and its provider. League's class is stood in for: what it demands of its options, and the
// form that it posts.
namespace League\OAuth2\Client\Provider {
    class GenericProvider
    {
        private const REQUIRED = ['urlAuthorize', 'urlAccessToken', 'urlResourceOwnerDetails'];
        private const KNOWN = ['clientId', 'clientSecret', 'redirectUri', 'scopeSeparator', ...self::REQUIRED];

        public function __construct(private array $options)
        {
            $missing = array_diff(self::REQUIRED, array_keys($options));
            $unknown = array_diff(array_keys($options), self::KNOWN);
            if ($missing || $unknown) {
                throw new \InvalidArgumentException(implode(' ', [...$missing, ...$unknown]));
            }
        }

        public function getAccessToken(string $grant, array $options): array
        {
            $form = ['grant_type' => $grant, 'client_id' => $this->options['clientId'],
                'client_secret' => $this->options['clientSecret'], 'redirect_uri' => $this->options['redirectUri'], ...$options];
            $request = ['method' => 'POST', 'header' => 'Content-Type: application/x-www-form-urlencoded',
                'content' => http_build_query($form)];
            $body = file_get_contents($this->options['urlAccessToken'], false, stream_context_create(['http' => $request]));
            return json_decode($body, true, flags: JSON_THROW_ON_ERROR);
        }
    }
}

namespace {
    require 'bootstrap.php';
    require 'provider.php';
    echo $provider->getAccessToken('client_credentials', ['scope' => '/read-public'])['scope'], "\n";
}
