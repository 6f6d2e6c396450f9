package com.anykoma.privacy.collection.census;

import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.collection.datamap.Location;
import com.anykoma.privacy.collection.datamap.Place;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Query;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Scans every document of one location. */
final class LocationCensusScan implements CensusScan {
  private final Documents documents;
  private final DataMap dataMap;
  private final Place.Documents place;
  private final LocationTally tally;
  private final CollectionTally unlisted;
  private Optional<String> token;
  private Query query;
  private boolean done;

  LocationCensusScan(
      Documents documents,
      DataMap dataMap,
      Place.Documents place,
      LocationTally tally,
      CollectionTally unlisted,
      Optional<String> token) {
    this.documents = documents;
    this.dataMap = dataMap;
    this.place = place;
    this.tally = tally;
    this.unlisted = unlisted;
    this.token = token;
    Query all = place.among(Map.of());
    this.query = token.map(path -> all.after(Document.at(new DocumentPath(path)))).orElse(all);
  }

  @Override
  public Optional<String> token() {
    return token;
  }

  @Override
  public int next(int max) {
    List<Document> page = documents.find(query.limit(max));
    page.forEach(this::count);
    done = page.size() < max;
    if (!done) {
      DocumentPath last = page.get(max - 1).path();
      token = Optional.of(last.value());
      query = query.after(Document.at(last));
    }
    return page.size();
  }

  private void count(Document document) {
    if (dataMap
        .locationOf(place.database(), document.path())
        .filter(this::isThisLocation)
        .isPresent()) {
      tally.add(document);
    } else if (!query.group()) { // subtree scans find other documents of the group
      unlisted.add(document.path().collection(), 1);
    }
  }

  private boolean isThisLocation(Location location) {
    return location.name().equals(tally.location().name());
  }

  @Override
  public boolean isDone() {
    return done;
  }
}
