<?php
// As wsdl.js, with PHP's SoapClient. The certificate to trust is in NODE_EXTRA_CA_CERTS.
$input = json_decode(stream_get_contents(STDIN), true);

function client(string $path, array $login): SoapClient {
    return new SoapClient("https://$path?wsdl", [
        'login' => $login[0],
        'password' => $login[1],
        'cache_wsdl' => WSDL_CACHE_NONE,
        'stream_context' => stream_context_create(['ssl' => ['cafile' => getenv('NODE_EXTRA_CA_CERTS')]]),
    ]);
}

$database = client("{$input['host']}:8443/axl/", $input['axl']);
$version = $database->getCCMVersion([]);
$rows = $database->executeSQLQuery(['sql' => "select name from processnode where systemnode = 'f' order by name"]);
$services = client("{$input['host']}:8443/controlcenterservice2/services/ControlCenterServices", $input['operator']);
$status = $services->soapGetServiceStatus(['ServiceStatus' => '']);
echo json_encode([
    'version' => $version->return->componentVersion->version,
    'names' => array_map(fn($row) => $row->name, $rows->return->row),
    'services' => count($status->soapGetServiceStatusReturn->ServiceInfoList->item),
]);
