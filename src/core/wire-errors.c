#include "core/phrase.h"
#include "core/wire-parts.h"

/* What libraries, systems and clients write, as phrase.h has it; the first row that fits decides,
 * so the more exact error stands above the more general one. Sources: OpenSSL's x509_txt.c and
 * error strings, GnuTLS, NSS, Schannel, Secure Transport and Qt; the TLS alerts of RFC 8446 §6;
 * errno and resolver texts of glibc, musl, BSD and Windows with the numbers of Winsock, in the
 * languages in which systems speak; exceptions of Java, .NET, Go, Rust, Python and Node; Claws
 * Mail. */
static const struct {
  const char *error, *phrases;
} rows[] = {
  /* --- certificates --- */
  { "not-yet-valid", "expired or is not yet valid .. is before | current time .. is before | "
                     "validity check failed .. notbefore" },
  { "expired", "expired or is not yet valid" },
  { "not-yet-valid", "not yet valid | not yet activated | notvalidyet | certificatenotyetvalid* "
                     "| errsslcertnotyetvalid | becomes valid in the future" },
  { "expired",
    "zertifikat .. abgelaufen | certificat .. expiré | certificado .. caducad* | certificado .. "
    "expirad* | certificato .. scadut* | сертификат* .. ист* | 証明書 .. 有効期限 | 証明書 .. "
    "期限切れ | 证书 .. 过期 | 憑證 .. 過期 "
    "| certificate has expired | certificate expired | certificate is expired | cert has expired "
    "| expired certificate | *certificateexpired* | errsslcertexpired | sec e cert expired | ssl* "
    ".. 9814 "
    "| nottimevalid | validity check failed | certificate .. expired on | certificate is out of "
    "date" },
  { "hostname-mismatch",
    "hostname mismatch | host name mismatch | name mismatch | ip address mismatch "
    "| certificate .. was issued to | certificate .. issued for another | hostname .. doesn t "
    "match | hostname .. does not match | hostname .. not verified "
    "| host name .. did not match | match certificate s altnames | altname invalid "
    "| match the certificate | match certificate | name in the certificate does not match "
    "| owner does not match | certificate is only valid for | certificate is valid for "
    "| certificate is not valid for | certificate not valid for | certificate subject name .. "
    "match* "
    "| no alternative certificate subject name | does not match target host | bad cert domain | "
    "ssl* .. 9843 | alert number 112 "
    "| *certificatenamemismatch | notvalidforname | did not match expected cn "
    "| unable to locate peer certificate cn | no subject alternative | no name matching "
    "| doesn t contain any ip sans | legacy common name | target principal name is incorrect "
    "| sec e wrong principal | errsslhostnamemismatch | unrecognized name | certificate .. wrong "
    "host "
    "| certificate .. wrong site | certificate for a different | match any of the valid hosts" },
  { "tls-weak",
    "dh key too small | ee key too small | ca key too small | key too small | modulus too small "
    "| dh p too small | bad dh | ca md too weak | md too weak | key too weak | digest algorithm "
    "too weak "
    "| signature algorithm too weak | insecure algorithm | insecure .. signature algorithm "
    "| diffie hellman prime .. not acceptable | weak server ephemeral dh key | wrong signature "
    "type "
    "| no suitable signature algorithm | algorithm constraints | weak server cert key "
    "| certificate signature algorithm disabled | legacy sigalg disallowed" },
  { "untrusted", "self signed certificate in certificate chain | self signed cert in chain "
                 "| root certificate of the certificate chain is self signed" },
  { "self-signed", "self signed | selbstsignier* | selbst signier* | auto signé | autosigné | "
                   "autofirmado | autofirmato | 自己署名 | 自签名" },
  { "incomplete-chain",
    "unable to verify the first certificate | unable to verify leaf signature | incomplete chain "
    "| chain is incomplete | partialchain | issuer certificate could not be found "
    "| issuer certificate of a locally looked up certificate | missing intermediate "
    "| intermediate .. missing" },
  { "untrusted",
    "certificate revoked | certificate is revoked | has been revoked | chain is revoked "
    "| revoked certificate" },

  /* --- protocol of TLS --- */
  { "wrong-version",
    "connection encryption type you have specified | 指定された暗号化方法 | wrong version number | "
    "wrong ssl version | bad protocol version number | unexpected tls "
    "packet "
    "| packet length too long | packet with unexpected length | record packet with illegal version "
    "| record too long | record overflow | oversized record | unsupported record version "
    "| record layer failure | unknown protocol | *unrecognized ssl message | plaintext connection "
    "| does not look like a tls handshake | ssl routines .. http request | unexpected packet "
    "format "
    "| invalidcontenttype | received corrupt message | corrupted frame | sec e invalid token "
    "| not an ssl tls record" },
  { "tls-version",
    "unsupported protocol | protocol version | protocolversion | unsupported version "
    "| illegal or unsupported version | unsupported protocol version | no supported versions "
    "| no protocols available | version too low | no shared cipher | no ciphers available "
    "| no cipher match | no appropriate protocol | supported cipher suite | inappropriate fallback "
    "| no cypher overlap | no common encryption algorithm | do not possess a common algorithm "
    "| no cipher suites in common | algorithm mismatch | unsafe legacy renegotiation "
    "| insufficient security | alert number 70 | ssl* .. 9836" },
  { "untrusted",
    "zertifikat .. nicht vertrauenswürdig | zertifikat .. ungültig | certificat .. non fiable | "
    "certificado .. no .. confianza | certificato .. non .. attendibile | 証明書 .. 信頼 | 証明書 "
    ".. 無効 | 証明書を確認でき | 证书 .. 不受信任 | 不信任 .. 证书 "
    "| unable to get local issuer certificate | unable to get issuer cert* "
    "| unable to find valid certification path | unknown certificate authority | unknown authority "
    "| unknown ca | unknownissuer | unknown issuer | issuer is unknown | no certificate issuer "
    "found "
    "| certificate issuer is not a ca | invalid ca certificate | trust anchor | untrustedroot "
    "| untrusted | certificate .. not trusted | not trusted for this purpose | path building "
    "failed "
    "| chain validation failed | *certpathvalidatorexception | *validatorexception "
    "| remotecertificatechainerrors | revocationstatusunknown | revocation status "
    "| certificate rejected | certificate was rejected | error bad certificate "
    "| remote error .. bad certificate | alert bad certificate | alert certificate unknown "
    "| certificate .. not standards compliant "
    "| unsupported certificate purpose | unsuitable certificate purpose | certificate signature "
    "failure "
    "| key usage violation | no certificates could be verified | certificate could not be verified "
    "| certificate .. cannot be verified | errsslxcertchaininvalid | errsslunknownrootcert "
    "| errsslnorootcert | invalid peer certificate | peer certificate cannot be authenticated "
    "| peer certificate or ssh remote key | certificate is invalid | certificate not valid "
    "| certificate is not valid | certificate for this server is invalid | invalid certificate "
    "| ssl certificate problem | certificate verify failed | certificate verification failed "
    "| certificate verification error | certificate validation failed | failed to verify "
    "certificate "
    "| unable to verify certificate | certificate error | unable to check revocation | ssl* .. "
    "9807 | ssl* .. 9812 | ssl* .. 9813 "
    "| no roots provided | failed to load "
    "system roots "
    "| certificate verify locations | no ca certificates" },
  /* after a CertificateRequest: RFC 8446 §4.4.2.4 */
  { "client-certificate",
    "certificate required | certificaterequired | peer did not return a certificate "
    "| no certificate returned | certificate is required | didn t provide a certificate "
    "| did not send a certificate | client certificate not | no client certificate | null cert "
    "chain "
    "| rx certificate required | alert number 116 | peer cannot verify your certificate | bad cert "
    "alert" },
  { "starttls-missing",
    "not support the starttls | not support starttls | doesn t support starttls "
    "| starttls not supported | starttls is not supported | starttls extension not supported "
    "| starttls not available | starttls is not available | starttls unavailable "
    "| starttls not offered | starttls was not offered | not offer starttls | doesn t offer "
    "starttls "
    "| not advertise starttls | doesn t advertise starttls | starttls not advertised "
    "| starttls was not advertised | starttls not implemented | starttls not accepted | no "
    "starttls "
    "| not support tls | doesn t support tls | tls not supported | tls is not supported "
    "| tls not available | tls is not available | tls .. was not offered" },

  /* --- login --- */
  { "login-disabled",
    "server logins are disabled | logging in is disabled | login is disabled | logindisabled "
    "| requires starttls to log in | disallowed plaintext auth "
    "| plaintext authentication disallowed | plaintext authentication is disabled" },
  { "mechanism",
    "no smtp auth method available | selected smtp auth method not available "
    "| no supported auth* | no compatible authentication | no suitable authentication "
    "| no authentication mechanism | authentication mechanism not supported "
    "| authentication method not supported | unsupported authentication | auth mode unsupported "
    "| no mechanism available | not support authentication | doesn t support authentication "
    "| auth extension not supported" },

  /* --- names: what says that there is none, then what leaves it open --- */
  { "dns-temporary",
    "temporary failure in name resolution | temporary name resolution | eai again | servfail "
    "| eservfail | errno 3 try again | errno 3001 "
    "| server misbehaving | host name lookup failure | host not found try again "
    "| name lookup timed out | resolving timed out | dial tcp lookup .. timeout "
    "| dns timeout | dns .. timed out | name server timeout | no dns servers could be reached "
    "| 名前解決に一時的に失敗 | 域名解析暂时失败 | temporärer fehler bei der namensauflösung "
    "| échec temporaire dans la résolution | fallo temporal en la resolución "
    "| errore temporaneo nella risoluzione | временный сбой в разрешении" },
  { "not-found",
    "0x800ccc0d | name or service not known | name does not resolve | nodename nor servname "
    "| no address associated with | no such host | unknown host | unknownhost* | host not found "
    "| enotfound | eai noname | nxdomain | non existent domain | could not resolve | couldn t "
    "resolve "
    "| unable to resolve | failed to resolve | cannot resolve | name not resolved "
    "| getaddrinfo failed | errno 11001 | errno 3008 | no data record of requested type | server "
    "name could not "
    "be found "
    "| hostname could not be found | server with the specified hostname could not be found "
    "| host could not be found | server not found | cannot find host | host is unknown "
    "| そのようなホストは不明 | ホストが見つかりません | 名前またはサービスが不明 | "
    "サーバーが見つかりません "
    "| 不知道这样的主机 | 未知的名称或服务 | 找不到主机 | kein solcher host bekannt "
    "| der name oder der dienst ist nicht bekannt | unbekannter host | hôte inconnu "
    "| nom ou service inconnu | nombre o servicio desconocido | host desconocido "
    "| nome o servizio sconosciuto | host sconosciuto | имя или служба не известны "
    "| хост неизвестен | неизвестный хост | nome ou serviço desconhecido" },
  { "dns-temporary",
    "name service error | unexpected name server reply | dns resolution failed "
    "| name resolution failed | name resolution failure | dns lookup fail* | dns query failed "
    "| dns server failure | dns error" },

  /* --- connections --- */
  { "refused",
    "connection refused | refusing .. connections | *econnrefused | actively refused "
    "| connection was refused "
    "| connection has been refused | refused the connection | connectionrefused | connect refused "
    "| *error .. 10061 | エラー .. 10061 | fehler .. 10061 | erreur .. 10061 | errno 10061 | errno "
    "111 | errno 4078 | 接続が拒否されました | "
    "接続を拒否されました | "
    "コンピューターによって拒否された "
    "| 积极拒绝 | 连接被拒绝 | 拒绝连接 | verbindung verweigert* | verbindung .. verweigert | "
    "verbindungsaufbau abgelehnt "
    "| verbindung abgelehnt | connexion refusée | expressément refusée | conexión rehusada "
    "| conexión rechazada | denegó expresamente | connessione rifiutata | rifiuto persistente "
    "| ligação recusada | conexão recusada | recusou ativamente | в соединении отказано "
    "| отверг запрос на подключение" },
  /* said beside the time that was allowed for the attempt */
  { "unreachable", "*enetunreach | *ehostunreach" },
  { "timeout",
    "0x800ccc19 | timed out | *timeout* | *etimedout | timedout | did not properly respond after a "
    "period of time "
    "| execution expired | deadline exceeded | sockettimeout* | greeting never received "
    "| not respond in time | *error .. 10060 | エラー .. 10060 | fehler .. 10060 | erreur .. 10060 "
    "| errno 10060 | errno 110 | errno 4039 | "
    "接続がタイムアウト | "
    "接続タイムアウト "
    "| 正しく応答しなかった | 超时 | 没有正确答复 | zeitüberschreitung | nicht ordnungsgemäß "
    "reagiert "
    "| délai d attente | expiration du délai | tiempo de espera | expiró el tiempo "
    "| no respondió adecuadamente | connessione scaduta | tempo scaduto | tempo esgotado "
    "| tempo limite | время ожидания" },
  { "unreachable",
    "network is unreachable | network unreachable | host is unreachable | host unreachable "
    "| no route to host | network is down | cannot assign requested address | *eaddrnotavail | "
    "*error .. 10051 | エラー .. 10051 | fehler .. 10051 | erreur .. 10051 "
    "| *error .. 10065 | エラー .. 10065 | fehler .. 10065 | erreur .. 10065 | errno 10051 | errno "
    "10065 | errno 101 "
    "| errno 113 | ネットワークに到達できません | ネットワークに届きません | "
    "ホストへの経路がありません "
    "| 网络不可达 | 没有到主机的路由 | netzwerk ist nicht erreichbar | keine route zum zielrechner "
    "| réseau n est pas accessible | aucun chemin d accès pour atteindre | la red es inaccesible "
    "| no existe ninguna ruta | rete non raggiungibile | сеть недоступна | нет маршрута до узла" },
  { "reset",
    "connection reset | connection was reset | reset by peer | *econnreset | forcibly closed "
    "| broken pipe | epipe | *econnaborted | connection abort | connection aborted | connection .. "
    "was aborted | connection .. was reset "
    "| software caused connection abort | connect reset | *error .. 10053 | エラー .. 10053 | "
    "fehler .. 10053 | erreur .. 10053 | *error .. 10054 | エラー .. 10054 | fehler .. 10054 | "
    "erreur .. 10054 | "
    "errno 10054 | errno 104 | errno 4077 "
    "| 強制的に切断 | 接続がリセット | 接続が相手からリセット | 强迫关闭 | 连接被对方重设 | "
    "连接被重置 "
    "| vom kommunikationspartner zurückgesetzt | vom remotehost geschlossen "
    "| réinitialisée par le correspondant | fermée par l hôte distant | conexión reinicializada "
    "| interrupción forzada | interrotta dal corrispondente | соединение разорвано другой стороной "
    "| разорвал существующее" },
  { "closed",
    "0x800ccc0f | connection closed | connection was closed | connection has been closed | closed "
    "connection "
    "| closed the connection | closed by peer | closed by remote | closed by the remote host "
    "| closed by foreign host | closed by server | server closed | unexpectedly disconnected "
    "| unexpectedly closed | closed unexpectedly | connection terminated | terminated unexpectedly "
    "| terminated the handshake | shut down incorrectly | unexpected eof | premature eof "
    "| eof occurred in violation | end of file | eofexception | eof | empty reply "
    "| empty response | response is 0 length | got code with message | too many read 0 "
    "| closed the transport stream | socket closed | connection lost | lost connection "
    "| connection broken | failed to read greeting | when not connected | not connected to server "
    "| socket is not connected "
    "| connection .. was lost | lost in the middle | connection not available "
    "| connection is not available | connection dropped | dropped connection | dropped the "
    "connection "
    "| terminated the connection | non properly terminated | error in the pull "
    "function "
    "| error in the push function | errsslclosed* | ssl* .. 9806 | please run connect | hung up | "
    "disconnected" },
  /* Outlook's number for any connection that did not come about; the system's stands beside it */
  { "refused", "0x800ccc0e" },
  { "handshake",
    "0x800ccc1a | unexpected message | handshake failure | handshakefailure | handshake failed | "
    "handshake "
    "error "
    "| *handshakeexception | alert handshake | fatal alert | alert number 40 | alert number 80 | "
    "alert internal error | bad record mac "
    "| establish an ssl or tls connection | ssl connect attempt failed | ssl connect error "
    "| couldn t start starttls session | can t start starttls session "
    "| could not convert socket to tls | failed to enable crypto | ssl operation failed | sspi "
    "failed "
    "| gnutls handshake | ssl handshake | tls handshake | tls negotiation | ssl negotiation "
    "| could not establish a secure | cannot establish a secure | secure connection failed "
    "| ssl error | tls error" },
};

/* Read once, and kept until the program ends. */
static DoctorPhrases *const *
get_rows (void)
{
  static DoctorPhrases *read[G_N_ELEMENTS (rows)];
  static gsize ready = 0;
  if (g_once_init_enter (&ready)) {
    for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
      read[i] = doctor_phrases_new (rows[i].phrases);
    g_once_init_leave (&ready, 1);
  }
  return read;
}

const char *
doctor_wire_lookup_error (const char *words)
{
  DoctorPhrases *const *phrases = get_rows ();
  g_autofree char *plain = doctor_phrase_dup_plain (words);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (doctor_phrases_occur_in (phrases[i], plain))
      return rows[i].error;
  return doctor_wire_lookup_spoken (words);
}
