package com.anykoma.privacy.improvement.detection;

import java.util.HashMap;
import java.util.Map;

/** The kinds of words that tell what the number or the token after them is. */
enum Keyword {
  NONE(""),
  PHONE(
      """
      phone phones telephone tel mobile cell cellphone cellular fax call calls called
      calling callback dial dialed ring sms text texts message messages messaged answering
      whatsapp viber voicemail hotline landline reach contact desk office registered extension
      telefon telefonnummer handy handynummer mobil mobilnummer rufnummer anrufen festnetz
      téléphone telephoner portable appelez appeler teléfono telefono móvil celular llame
      llamar llamame telefone telemóvel ligue ligar cellulare chiamare chiamami chiama telefoon
      telefoonnummer mobiel bellen bel telefonem komórka zadzwoń telefonu puhelin puhelinnumero
      matkapuhelin mobilnr tlf tlfn telefonnr тел телефон телефону номер позвоните звоните
      τηλέφωνο κινητό 电话 手机 電話 手機 携帯 전화 전화번호 휴대폰 연락처
      هاتف جوال موباي טלפון נייד โทร เบอร"""),
  /** Words before any number: a phone's, unless another keyword stands before them. */
  NUMBER("number numbers nr nummer numéro número numero numer nummeret broj"),
  CARD(
      """
      card cards cc creditcard visa mastercard amex maestro credit debit pan karte kreditkarte
      kartennummer carte tarjeta cartão cartao carta kaart creditcardnummer karta karty kartu kort
      kortnummer карта карты карту 信用卡 卡号 银行卡 カード 카드 بطاقة כרטיס"""),
  SSN("ssn ssns social socials itin"),
  ID(
      """
      nhs national insurance nino passport identity identification citizen aadhaar aadhar uidai
      pesel cpf bsn burgerservicenummer dni nie nif nir insee steuer steuernummer steuerid
      identifikationsnummer idnr personnummer personnr personal henkilötunnus hetu cpr fødselsnummer
      sin tfn tax taxpayer kimlik tc tckn rut rg curp cuil cuit rrn mynumber codice fiscale sécu sécurité
      contribuinte sosu ahv avs паспорт инн снилс 身份证 身分證 주민등록 住民
      هوية"""),
  IBAN("iban"),
  KEY(
      """
      key keys token tokens secret secrets apikey apikeys accesstoken accesskey authtoken
      clientsecret secretkey privatekey refreshtoken sessiontoken bearer authorization credential
      credentials auth signature webhook schlüssel clé jeton clave llave chave chiave klucz sleutel
      密钥 令牌 キー 토큰 ключ токен مفتاح"""),
  VERSION("version versions v ver build release firmware chapter section"),
  /** Words before other numbers. */
  OTHER(
      """
      seed seeds order invoice ticket reference ref account zip postcode
      size width height resolution steps step cfg scale year model item product sku isbn page id
      zipcode timestamp amount price total""");

  /** How many characters after its keyword a number may begin. */
  static final int REACH = 40;

  static final Vocabulary<Keyword> ALL = vocabulary();

  /** From this character on, words touch each other, and keywords are found within. */
  static final char UNSPACED = '\u0590';

  /** The lengths of keywords in such scripts. */
  static final int MAX_UNSPACED = 5;

  private final String words;

  Keyword(String words) {
    this.words = words;
  }

  private static Vocabulary<Keyword> vocabulary() {
    Map<String, Keyword> kinds = new HashMap<>();
    for (Keyword each : values()) {
      Vocabulary.add(kinds, each, each.words);
    }
    kinds.remove("");
    return new Vocabulary<>(kinds, NONE, values());
  }
}
